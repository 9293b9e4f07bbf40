import { Button, Select } from 'antd'
import { useState } from 'react'
import { policyStates } from '../../../shared/policy-notices.ts'
import { oneOf } from '../../shared/guards.ts'
import { useAccount, useMayWork } from '../account.ts'
import { hrefOf, useQueryOfAddress } from '../address.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { Field } from '../field.tsx'
import { FurtherPage } from '../further-page.tsx'
import { Moment } from '../moment.tsx'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { policiesText } from './policies-text.ts'
import { PolicyChip } from './policy-chip.tsx'
import { PolicyForm } from './policy-form.tsx'
import { type Policy, usePolicies } from './use-policies.ts'

const isState = oneOf(policyStates)

/** 政策通知: what was written, what waits for approval, what was sent. */
export function PoliciesScreen() {
  const words = useWords(policiesText)
  const text = useText()
  const mayWork = useMayWork()
  const { organisationId } = useAccount()
  const [adding, setAdding] = useState(false)
  const [query, change] = useQueryOfAddress()
  const state = query.get('state')
  const found = usePolicies(isState(state) ? { state } : {})
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{text.screens.policies}</h1>
        <span className="grow" />
        {mayWork && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </div>
      <div className="row">
        <Field label={words.filterState}>
          {({ id }) => (
            <Select
              id={id}
              popupMatchSelectWidth={false}
              value={state ?? ''}
              onChange={(chosen: string) => change({ state: chosen })}
              options={[
                { value: '', label: words.anyState },
                ...policyStates.map((value) => ({ value, label: words.states[value] })),
              ]}
            />
          )}
        </Field>
      </div>
      <Loaded of={found}>
        {({ pages }) => (
          <>
            <PolicyTable policies={pages.flatMap(({ notices }) => notices)} />
            <FurtherPage of={found} words={words.older} />
          </>
        )}
      </Loaded>
      {adding && (
        <PolicyForm organisationId={organisationId ?? ''} onClose={() => setAdding(false)} />
      )}
    </div>
  )
}

function PolicyTable({ policies }: { policies: Policy[] }) {
  const words = useWords(policiesText)
  return (
    <PlainTable
      caption={words.table}
      rows={policies}
      keyOf={({ id }) => id}
      empty={words.empty}
      columns={[
        { head: words.created, cell: ({ createdAt }) => <Moment at={createdAt} /> },
        {
          head: words.title,
          cell: ({ id, title }) => <a href={hrefOf(`/policies/${id}`)}>{title}</a>,
        },
        { head: words.state, cell: ({ state }) => <PolicyChip state={state} /> },
        { head: words.topics, cell: ({ topics }) => topics.join('、') },
        {
          head: words.districts,
          cell: ({ districts }) =>
            districts.length === 0 ? words.allDistricts : districts.join('、'),
        },
        { head: words.organisation, cell: ({ organisation }) => organisation },
        { head: words.released, isNumber: true, cell: ({ released }) => released },
      ]}
    />
  )
}

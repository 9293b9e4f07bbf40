import { Button, Select } from 'antd'
import { useState } from 'react'
import { useAccount, useMayWork } from '../account.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { hrefOf, useQueryOfAddress } from '../address.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { useOrganisations } from '../organisations/use-organisations.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { tellMoment } from '../tell-moment.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { thisYear, yearsToChoose } from '../years.ts'
import { FormDialog } from '../form-dialog.tsx'
import { ledgerText } from './ledger-text.ts'
import { useSaveTable } from '../administration/save-table.ts'
import { type KeyListOfYear, LEDGER, useKeyList } from './use-ledger.ts'

/** 重点企业清单 of an organisation and year. */
export function KeyListScreen() {
  const words = useWords(ledgerText)
  const text = useText()
  const [chosen, choose] = useChosen()
  const found = useKeyList(chosen.organisationId, chosen.year)
  return (
    <div className="stack">
      <h1>{text.screens.keyEnterprises}</h1>
      <p className="muted">{words.keyIntro}</p>
      <Choices chosen={chosen} onChange={choose} />
      {chosen.organisationId !== '' && <Loaded of={found}>{(list) => <List list={list} />}</Loaded>}
    </div>
  )
}

type Chosen = { organisationId: string; year: string }

/** By the address; else the own organisation, or the city's, and this year. */
function useChosen(): [Chosen, (values: Partial<Chosen>) => void] {
  const [query, change] = useQueryOfAddress()
  const { organisationId: own } = useAccount()
  const { data = [] } = useOrganisations()
  const usual = own ?? data.find(({ level }) => level === 'city')?.id ?? ''
  const organisationId = query.get('organisationId') ?? usual
  return [{ organisationId, year: query.get('year') ?? thisYear() }, change]
}

type ChoicesProps = { chosen: Chosen; onChange: (values: Partial<Chosen>) => void }

function Choices({ chosen, onChange }: ChoicesProps) {
  const words = useWords(ledgerText)
  const { data = [] } = useOrganisations()
  return (
    <div className="row">
      <Field label={words.organisation}>
        {({ id }) => (
          <Select
            id={id}
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: 'label' }}
            value={chosen.organisationId === '' ? null : chosen.organisationId}
            onChange={(organisationId: string) => onChange({ organisationId })}
            options={data.map(({ id: value, name }) => ({ value, label: name }))}
          />
        )}
      </Field>
      <Field label={words.year}>
        {({ id }) => (
          <Select
            id={id}
            value={chosen.year}
            onChange={(year: string) => onChange({ year })}
            options={yearsToChoose().map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
    </div>
  )
}

function stateOf({ fixed, changeable }: KeyListOfYear, words: (typeof ledgerText)['zh']): string {
  if (fixed) return words.fixedBy(fixed.by, tellMoment(fixed.at))
  return changeable ? words.notFixed : words.ended
}

function List({ list }: { list: KeyListOfYear }) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const save = useSaveTable()
  const [fixing, setFixing] = useState(false)
  const { organisationId: id, year, entries, fixed, changeable } = list
  const mayChange = mayWork && changeable
  const take = (format: 'csv' | 'xlsx') => {
    const query = { year: String(year), format }
    const request = api['key-lists'][':id'].export.$get({ param: { id }, query })
    return save(request, `key-enterprises-${year}.${format}`)
  }
  return (
    <>
      <div className="row">
        <span className={fixed ? 'chip success' : 'chip'}>{stateOf(list, words)}</span>
        <span className="grow" />
        <Button onClick={() => void take('csv')}>{words.exportCsv}</Button>
        <Button onClick={() => void take('xlsx')}>{words.exportXlsx}</Button>
        {mayChange && entries.length > 0 && (
          <Button type="primary" onClick={() => setFixing(true)}>
            {words.fix}
          </Button>
        )}
      </div>
      <Entries list={list} mayChange={mayChange} />
      {fixing && <Fixing id={id} year={year} onClose={() => setFixing(false)} />}
    </>
  )
}

type Entry = KeyListOfYear['entries'][number]

function Entries({ list, mayChange }: { list: KeyListOfYear; mayChange: boolean }) {
  const words = useWords(ledgerText)
  const act = useAct()
  const take = (entry: string) => {
    const param = { id: list.organisationId, entry }
    return act.run(() => done(api['key-lists'][':id'].entries[':entry'].$delete({ param })), {
      told: words.unlisted,
      stale: [LEDGER],
    })
  }
  const unlist = {
    head: words.action,
    cell: ({ id, name }: Entry) => (
      <Button disabled={act.busy} aria-label={words.unlistOf(name)} onClick={() => void take(id)}>
        {words.unlist}
      </Button>
    ),
  }
  return (
    <>
      <ProblemAlert error={act.error} />
      <PlainTable
        caption={words.keyTable}
        empty={words.keyEmpty}
        rows={list.entries}
        keyOf={({ id }) => id}
        columns={[
          {
            head: words.name,
            cell: ({ enterpriseId, name }) =>
              enterpriseId === null ? (
                name
              ) : (
                <a href={hrefOf(`/enterprises/${enterpriseId}`)}>{name}</a>
              ),
          },
          { head: words.creditCode, cell: ({ creditCode }) => creditCode ?? words.none },
          { head: words.district, cell: ({ district }) => district ?? words.none },
          { head: words.industry, cell: ({ industry }) => industry ?? words.none },
          { head: words.category, cell: ({ category }) => words.categories[category] },
          { head: words.reason, cell: ({ reason }) => reason },
          ...(mayChange ? [unlist] : []),
        ]}
      />
    </>
  )
}

type FixingProps = { id: string; year: number; onClose: () => void }

function Fixing({ id, year, onClose }: FixingProps) {
  const words = useWords(ledgerText)
  const act = useAct()
  const fix = async () => {
    const send = () => done(api['key-lists'][':id'].fix.$post({ param: { id }, json: { year } }))
    if (await act.run(send, { told: words.fixed, stale: [LEDGER] })) onClose()
  }
  return (
    <FormDialog
      title={words.fixTitle}
      action={words.fix}
      isDanger
      act={act}
      onSave={() => void fix()}
      onClose={onClose}
    >
      <p>{words.fixNote}</p>
    </FormDialog>
  )
}

import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { holdingKinds } from '../../../shared/ledger.ts'
import { useMayWork } from '../account.ts'
import '../administration/administration.css'
import { ImportDialog } from '../administration/import-dialog.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { hrefOf, useQueryOfAddress } from '../address.ts'
import { api } from '../api.ts'
import { Field } from '../field.tsx'
import { useOrganisations } from '../organisations/use-organisations.ts'
import { useDistricts } from '../use-districts.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { EnterpriseForm } from './enterprise-form.tsx'
import { importText } from './import-text.ts'
import { ledgerText } from './ledger-text.ts'
import { NextDay } from './next-day.tsx'
import { useSaveTable } from '../administration/save-table.ts'
import { LEDGER, type LedgerFilter, type ListedEnterprise, useEnterprises } from './use-ledger.ts'
import { yearsToChoose } from '../years.ts'
import { FurtherPage } from '../further-page.tsx'

/** 服务台账: the enterprises that are served, what they hold and what is to be done for them. */
export function EnterprisesScreen() {
  const words = useWords(ledgerText)
  const importing = useWords(importText)
  const text = useText()
  const mayWork = useMayWork()
  const [open, setOpen] = useState<'add' | 'import'>()
  const [filter, setFilter] = useFilter()
  const found = useEnterprises(filter)
  const close = () => setOpen(undefined)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{text.screens.enterprises}</h1>
        <span className="grow" />
        {mayWork && (
          <Button type="primary" onClick={() => setOpen('add')}>
            {words.add}
          </Button>
        )}
      </div>
      <Tools filter={filter} onImport={() => setOpen('import')} />
      <Filters key={filter.text ?? ''} filter={filter} onChange={setFilter} />
      <Loaded of={found}>
        {({ pages }) => (
          <>
            <EnterpriseTable enterprises={pages.flatMap(({ enterprises }) => enterprises)} />
            <FurtherPage of={found} words={words.more} />
          </>
        )}
      </Loaded>
      {open === 'add' && <EnterpriseForm onClose={close} />}
      {open === 'import' && (
        <ImportDialog
          words={importing}
          path="/api/staff/enterprises/import"
          stale={LEDGER}
          onClose={close}
        />
      )}
    </div>
  )
}

type Name = keyof LedgerFilter
type SetFilter = (values: Partial<Record<Name, string>>) => void

/** It stands in the address, so that what it finds can be linked to. */
function useFilter(): [LedgerFilter, SetFilter] {
  const [query, change] = useQueryOfAddress()
  const filter: LedgerFilter = {}
  const names: Name[] = ['text', 'district', 'organisationId', 'keyYear', 'waiting']
  for (const name of names) {
    const value = query.get(name)
    if (value !== null) filter[name] = value
  }
  return [filter, change]
}

function Tools({ filter, onImport }: { filter: LedgerFilter; onImport: () => void }) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const save = useSaveTable()
  const take = (format: 'csv' | 'xlsx') =>
    save(api.enterprises.export.$get({ query: { ...filter, format } }), `enterprises.${format}`)
  return (
    <div className="row">
      <a href={hrefOf('/key-enterprises')}>{words.toKeyList}</a>
      <span className="grow" />
      {mayWork && (
        <>
          <Button onClick={onImport}>{words.import}</Button>
          <Button
            onClick={() => void save(api.enterprises.template.$get(), 'enterprises-template.csv')}
          >
            {words.template}
          </Button>
        </>
      )}
      <Button onClick={() => void take('csv')}>{words.exportCsv}</Button>
      <Button onClick={() => void take('xlsx')}>{words.exportXlsx}</Button>
    </div>
  )
}

function Filters({ filter, onChange }: { filter: LedgerFilter; onChange: SetFilter }) {
  const words = useWords(ledgerText)
  const districts = useDistricts()
  const { data = [] } = useOrganisations()
  const [typed, setTyped] = useState(filter.text ?? '')
  const search = () => {
    if (typed.trim() !== (filter.text ?? '')) onChange({ text: typed.trim() })
  }
  const choices = [
    ['district', words.district, words.anyDistrict, districts.map((each) => [each, each])],
    [
      'organisationId',
      words.organisation,
      words.anyOrganisation,
      data.map(({ id, name }) => [id, name]),
    ],
    ['keyYear', words.keyYear, words.anyYear, yearsToChoose().map((each) => [each, each])],
  ] as const
  return (
    <search className="row">
      <Field label={words.search}>
        {({ id }) => (
          <Input
            id={id}
            type="search"
            value={typed}
            maxLength={100}
            onChange={({ target }) => setTyped(target.value)}
            onPressEnter={search}
            onBlur={search}
          />
        )}
      </Field>
      {choices.map(([name, label, any, options]) => (
        <Field key={name} label={label}>
          {({ id }) => (
            <Select
              id={id}
              popupMatchSelectWidth={false}
              value={filter[name] ?? ''}
              onChange={(value: string) => onChange({ [name]: value })}
              options={[
                { value: '', label: any },
                ...options.map(([value, each]) => ({ value, label: each })),
              ]}
            />
          )}
        </Field>
      ))}
      <Checkbox
        checked={filter.waiting === 'true'}
        onChange={({ target }) => onChange({ waiting: target.checked ? 'true' : '' })}
      >
        {words.waiting}
      </Checkbox>
    </search>
  )
}

function EnterpriseTable({ enterprises }: { enterprises: ListedEnterprise[] }) {
  const words = useWords(ledgerText)
  const held = ({ holdings }: ListedEnterprise) => {
    if (holdings === null) return words.none
    const count = holdingKinds.reduce((sum, kind) => sum + holdings[kind], 0)
    return words.heldOf(count, holdings.asOf)
  }
  return (
    <PlainTable
      caption={words.table}
      empty={words.empty}
      rows={enterprises}
      keyOf={({ id }) => id}
      columns={[
        {
          head: words.name,
          cell: ({ id, name }) => <a href={hrefOf(`/enterprises/${id}`)}>{name}</a>,
        },
        { head: words.district, cell: ({ district }) => district ?? words.none },
        { head: words.industry, cell: ({ industry }) => industry ?? words.none },
        { head: words.held, cell: held },
        { head: words.lastVisit, cell: ({ lastVisit }) => lastVisit ?? words.none },
        {
          head: words.nextOn,
          cell: ({ nextOn }) => (nextOn === null ? words.none : <NextDay day={nextOn} />),
        },
        { head: words.keyYears, cell: ({ keyYears }) => keyYears.join('、') || words.none },
        { head: words.organisation, cell: ({ organisation }) => organisation },
      ]}
    />
  )
}

import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { fields } from '../../../shared/message.ts'
import { expertStatuses } from '../../../shared/expert-status.ts'
import { useMayWork } from '../account.ts'
import { hrefOf } from '../address.ts'
import { api } from '../api.ts'
import { Field } from '../field.tsx'
import { inWords } from '../text/words-text.ts'
import { useDistricts } from '../use-districts.ts'
import { useText } from '../use-text.ts'
import '../administration/administration.css'
import { ImportDialog } from '../administration/import-dialog.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { rosterText } from '../administration/roster-text.ts'
import { useWords } from '../use-words.ts'
import { ExpertDialog } from './expert-dialog.tsx'
import { type ExpertFilter, type ListedExpert, useExperts } from './use-experts.ts'
import { FurtherPage } from '../further-page.tsx'
import { useSaveTable } from '../administration/save-table.ts'

/** 专家名册: who is on it, and who may be asked. */
export function ExpertsScreen() {
  const { list: words, import: importing } = useWords(rosterText)
  const text = useText()
  const mayWork = useMayWork()
  const [filter, setFilter] = useState<ExpertFilter>({})
  const [open, setOpen] = useState<'enter' | 'import'>()
  const found = useExperts(filter)
  const close = () => setOpen(undefined)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{text.screens.experts}</h1>
        <span className="grow" />
        {mayWork && <Tools onOpen={setOpen} />}
      </div>
      <Filters filter={filter} onChange={setFilter} />
      <Loaded of={found}>
        {({ pages }) => (
          <>
            <p className="muted">{words.total(pages[0]?.total ?? 0)}</p>
            <ExpertTable experts={pages.flatMap(({ experts }) => experts)} linked={mayWork} />
            <FurtherPage of={found} words={words.more} />
          </>
        )}
      </Loaded>
      {open === 'enter' && <ExpertDialog onClose={close} />}
      {open === 'import' && (
        <ImportDialog
          words={importing}
          path="/api/staff/experts/import"
          stale="experts"
          onClose={close}
        />
      )}
    </div>
  )
}

function Tools({ onOpen }: { onOpen: (what: 'enter' | 'import') => void }) {
  const { list: words } = useWords(rosterText)
  const saveTable = useSaveTable()
  const save = (which: 'template' | 'export') =>
    saveTable(api.experts[which].$get(), `${which}.csv`)
  return (
    <span className="row">
      <Button type="primary" onClick={() => onOpen('enter')}>
        {words.enter}
      </Button>
      <Button onClick={() => onOpen('import')}>{words.import}</Button>
      <Button onClick={() => void save('template')}>{words.template}</Button>
      <Button onClick={() => void save('export')}>{words.export}</Button>
    </span>
  )
}

type FiltersProps = { filter: ExpertFilter; onChange: (filter: ExpertFilter) => void }

function Filters({ filter, onChange }: FiltersProps) {
  const { list: words, statuses } = useWords(rosterText)
  const text = useText()
  const districts = useDistricts()
  const [typed, setTyped] = useState('')
  const set = (name: keyof ExpertFilter, value: string) => {
    const { [name]: _, ...rest } = filter
    onChange(value === '' ? rest : { ...rest, [name]: value })
  }
  const choices = [
    { name: 'status', options: expertStatuses.map((value) => [value, statuses[value]] as const) },
    { name: 'field', options: fields.map((value) => [value, text.words.fields[value]] as const) },
    { name: 'district', options: districts.map((value) => [value, value] as const) },
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
            onPressEnter={() => set('text', typed.trim())}
            onBlur={() => set('text', typed.trim())}
          />
        )}
      </Field>
      {choices.map(({ name, options }) => (
        <Field key={name} label={words[name]}>
          {({ id }) => (
            <Select
              id={id}
              value={filter[name] ?? ''}
              popupMatchSelectWidth={false}
              onChange={(value: string) => set(name, value)}
              options={[
                { value: '', label: words.all },
                ...options.map(([value, label]) => ({ value, label })),
              ]}
            />
          )}
        </Field>
      ))}
    </search>
  )
}

function ExpertTable({ experts, linked }: { experts: ListedExpert[]; linked: boolean }) {
  const { list: words, statuses } = useWords(rosterText)
  const text = useText()
  const { columns } = words
  return (
    <PlainTable
      caption={words.table}
      empty={words.empty}
      rows={experts}
      keyOf={({ id }) => id}
      columns={[
        {
          head: columns.name,
          cell: ({ id, name }) => (linked ? <a href={hrefOf(`/experts/${id}`)}>{name}</a> : name),
        },
        { head: columns.employer, cell: ({ employer }) => employer },
        {
          head: columns.fields,
          cell: (expert) =>
            expert.fields.map((field) => inWords(text.words.fields, field)).join('、'),
        },
        { head: columns.districts, cell: ({ districts }) => districts.join('、') || '—' },
        {
          head: columns.status,
          cell: ({ status, available }) => (
            <>
              <span className={status === 'active' ? 'chip success' : 'chip warning'}>
                {statuses[status]}
              </span>{' '}
              {status === 'active' && !available && (
                <span className="chip warning">{words.unavailable}</span>
              )}
            </>
          ),
        },
        {
          head: columns.load,
          cell: ({ openTickets, capacity }) => `${openTickets}/${capacity}`,
          isNumber: true,
        },
        {
          head: columns.consent,
          cell: ({ consentedAt }) =>
            consentedAt === null ? (
              <span className="chip danger">{words.noConsent}</span>
            ) : (
              words.yes
            ),
        },
        { head: columns.warnings, cell: ({ warnings }) => warnings.length || '—' },
      ]}
    />
  )
}

import { Button, Select } from 'antd'
import { useState } from 'react'
import { type KeyCategory, keyCategories } from '../../../shared/ledger.ts'
import { useMayWork } from '../account.ts'
import { PlainTable } from '../administration/plain-table.tsx'
import { hrefOf } from '../address.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { thisYear, yearsToChoose } from '../years.ts'
import { FormDialog } from '../form-dialog.tsx'
import { ledgerText } from './ledger-text.ts'
import { TextLine } from './text-line.tsx'
import { type Enterprise, LEDGER } from './use-ledger.ts'

/** The lists of key enterprises that it is or was on. */
export function YearsCard({ enterprise }: { enterprise: Enterprise }) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const [adding, setAdding] = useState(false)
  const { id, organisationId, listed } = enterprise
  const hrefOfYear = (year: number) =>
    hrefOf(`/key-enterprises?year=${year}&organisationId=${organisationId}`)
  return (
    <section className="card stack">
      <h2>{words.years}</h2>
      <PlainTable
        caption={words.years}
        empty={words.noYears}
        rows={listed}
        keyOf={(entry) => entry.id}
        columns={[
          { head: words.year, cell: ({ year }) => <a href={hrefOfYear(year)}>{year}</a> },
          { head: words.category, cell: ({ category }) => words.categories[category] },
          { head: words.reason, cell: ({ reason }) => reason },
        ]}
      />
      {mayWork && (
        <div>
          <Button onClick={() => setAdding(true)}>{words.listIt}</Button>
        </div>
      )}
      {adding && <ListForm id={id} onClose={() => setAdding(false)} />}
    </section>
  )
}

function ListForm({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(ledgerText)
  const act = useAct()
  const [year, setYear] = useState(thisYear)
  const [category, setCategory] = useState<KeyCategory>('specialised')
  const [reason, setReason] = useState('')
  const save = async () => {
    const json = { year: Number(year), category, reason: reason.trim() }
    const send = () => done(api.enterprises[':id'].years.$post({ param: { id }, json }))
    if (await act.run(send, { told: words.listed, stale: [LEDGER] })) onClose()
  }
  return (
    <FormDialog
      title={words.listTitle}
      isComplete={reason.trim() !== ''}
      act={act}
      onSave={() => void save()}
      onClose={onClose}
    >
      <p className="muted">{words.listNote}</p>
      <Field label={words.year}>
        {(ids) => (
          <Select
            id={ids.id}
            value={year}
            onChange={setYear}
            options={yearsToChoose()
              .slice(0, 2)
              .map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
      <Field label={words.category}>
        {(ids) => (
          <Select
            id={ids.id}
            value={category}
            onChange={setCategory}
            options={keyCategories.map((value) => ({ value, label: words.categories[value] }))}
          />
        )}
      </Field>
      <TextLine label={words.reason} value={reason} onChange={setReason} />
    </FormDialog>
  )
}

import { Alert, Button, Checkbox, Modal } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Field } from '../field.tsx'
import { useText } from '../use-text.ts'
import { RosterField, useRoster } from '../experts/roster-field.tsx'
import { PlainTable } from './plain-table.tsx'
import { type Imported, sendList } from './send-list.ts'

/** What it says, for each kind of list. */
type ImportWords = {
  title: string
  note: string
  file: string
  partial: string
  start: string
  entered: (count: number) => string
  refused: string
  errors: string
  row: string
  column: string
  problem: string
  whole: string
}

type Props = {
  words: ImportWords
  /** Where the file is sent. */
  path: string
  /** First word of the queries whose answers are old then. */
  stale: string
  onClose: () => void
}

/** A CSV file goes in whole, or is told what is wrong row by row. */
export function ImportDialog({ words, path, stale, onClose }: Props) {
  const { shell } = useText()
  const client = useQueryClient()
  const [file, setFile] = useState<File>()
  const [partial, setPartial] = useState(false)
  const roster = useRoster()
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Imported>()
  const start = async () => {
    if (!file) return
    setBusy(true)
    const { organisationId } = roster
    setResult(await sendList(file, { path, partial, organisationId }))
    setBusy(false)
    await client.invalidateQueries({ queryKey: [stale] })
  }
  return (
    <Modal
      open
      width={720}
      title={words.title}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shell.close}</Button>
          <Button type="primary" loading={busy} disabled={!file} onClick={() => void start()}>
            {words.start}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{words.note}</p>
        <RosterField roster={roster} />
        <Field label={words.file}>
          {({ id }) => (
            <input
              id={id}
              type="file"
              accept=".csv,text/csv"
              onChange={({ target }) => {
                setFile(target.files?.[0])
                setResult(undefined)
              }}
            />
          )}
        </Field>
        <Checkbox checked={partial} onChange={({ target }) => setPartial(target.checked)}>
          {words.partial}
        </Checkbox>
        {result && <Result words={words} result={result} />}
      </div>
    </Modal>
  )
}

function Result({ words, result }: { words: ImportWords; result: Imported }) {
  const { entered, errors, detail } = result
  return (
    <output className="stack">
      {entered > 0 ? (
        <Alert type="success" showIcon title={words.entered(entered)} />
      ) : (
        <Alert type="error" showIcon title={detail ?? words.refused} />
      )}
      {errors.length > 0 && (
        <PlainTable
          caption={words.errors}
          rows={errors.map((error, at) => ({ ...error, at }))}
          keyOf={({ at }) => String(at)}
          columns={[
            { head: words.row, cell: ({ row }) => row ?? words.whole, isNumber: true },
            { head: words.column, cell: ({ column }) => column ?? '—' },
            { head: words.problem, cell: ({ message }) => message },
          ]}
        />
      )}
    </output>
  )
}

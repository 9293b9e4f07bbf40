import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { statedStatuses } from '../../../shared/document-versions.ts'
import { documentsText } from './documents-text.ts'
import type { Preview, Version } from './use-documents.ts'

type Fields = Version['fields']
type Name = Exclude<keyof Fields, 'status'>

const texts = ['title', 'shortTitle', 'titleEn', 'issuer', 'documentNumber'] as const
const days = ['issuedOn', 'commentFrom', 'commentTo', 'effectiveOn', 'endedOn'] as const

/** Title, status and days: proposed from the text, checked by people. */
export function VersionForm({ version, problems }: Preview) {
  const words = useWords(documentsText)
  const act = useAct()
  const mayWork = useMayWork()
  const [fields, setFields] = useState<Fields>(version.fields)
  const disabled = !mayWork || version.state !== 'draft'
  const set = (name: Name, value: string) =>
    setFields({ ...fields, [name]: value === '' ? null : value })
  const save = () => {
    const param = { id: version.id }
    const json = { edit: version.edit, fields }
    const saving = () => done(api.documents.versions[':id'].$post({ param, json }))
    return act.run(saving, { told: words.saved, stale: ['documents'] })
  }
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h2>{words.about}</h2>
      {problems.map((problem) => (
        <Alert key={problem} type="warning" showIcon title={words.problems[problem]} />
      ))}
      {texts.map((name) => (
        <TextField key={name} name={name} value={fields[name]} {...{ disabled, set }} />
      ))}
      <Field label={words.fields.status}>
        {({ id }) => (
          <Select
            id={id}
            value={fields.status}
            disabled={disabled}
            onChange={(status) => setFields({ ...fields, status })}
            options={statedStatuses.map((value) => ({ value, label: words.statuses[value] }))}
          />
        )}
      </Field>
      <div className="row">
        {days.map((name) => (
          <TextField key={name} name={name} value={fields[name]} isDay {...{ disabled, set }} />
        ))}
      </div>
      {!disabled && (
        <div className="row">
          <Button htmlType="submit" loading={act.busy}>
            {words.save}
          </Button>
        </div>
      )}
      <ProblemAlert error={act.error} />
    </form>
  )
}

type FieldProps = {
  name: Name
  value: string | null
  isDay?: boolean
  disabled: boolean
  set: (name: Name, value: string) => void
}

function TextField({ name, value, isDay, disabled, set }: FieldProps) {
  const words = useWords(documentsText)
  return (
    <Field label={words.fields[name]}>
      {({ id }) => (
        <Input
          id={id}
          type={isDay ? 'date' : 'text'}
          value={value ?? ''}
          maxLength={200}
          disabled={disabled}
          onChange={({ target }) => set(name, target.value)}
        />
      )}
    </Field>
  )
}

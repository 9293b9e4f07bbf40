import { Input, Select } from 'antd'
import { useState } from 'react'
import { type Field as Topic, fields } from '../../../shared/message.ts'
import { fieldName } from '../../shared/field-words.ts'
import { go } from '../address.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import { readPreferences } from '../preferences.ts'
import { useAct } from '../use-act.ts'
import { useDistricts } from '../use-districts.ts'
import { useWords } from '../use-words.ts'
import { policiesText } from './policies-text.ts'
import { type Policy, type PolicyBody, useSources } from './use-policies.ts'

type Props = {
  /** Undefined: a new one. */
  policy?: Policy
  organisationId: string
  onClose: () => void
}

type Values = PolicyBody & { organisationId: string }

const EMPTY: PolicyBody = { title: '', summary: '', document: '', topics: [], districts: [] }

function valuesOf(policy: Policy | undefined, organisationId: string): Values {
  const { title, summary, document, topics, districts } = policy ?? EMPTY
  return { organisationId, title, summary, document, topics, districts }
}

const isComplete = ({ organisationId, title, summary, document, topics }: Values) =>
  [organisationId, title.trim(), summary.trim(), document].every(Boolean) && topics.length > 0

/** Writes a 政策通知, or changes one that is a draft. */
export function PolicyForm({ policy, organisationId, onClose }: Props) {
  const words = useWords(policiesText)
  const [values, setValues] = useState(() => valuesOf(policy, organisationId))
  const act = useAct()
  const send = async () => {
    if (policy) {
      const { organisationId: _, ...json } = values
      const { id, version } = policy
      await read(api['policy-notices'][':id'].$put({ param: { id }, json: { ...json, version } }))
      return
    }
    const { id } = await read(api['policy-notices'].$post({ json: values }))
    go(`/policies/${id}`)
  }
  const save = async () => {
    if (await act.run(send, { told: words.saved, stale: ['policies'] })) onClose()
  }
  return (
    <FormDialog
      title={policy ? words.edit : words.add}
      isComplete={isComplete(values)}
      act={act}
      onSave={() => void save()}
      onClose={onClose}
    >
      {policy === undefined && (
        <OrganisationField
          label={words.organisation}
          value={values.organisationId}
          onChange={(chosen) => setValues({ ...values, organisationId: chosen })}
        />
      )}
      <Words values={values} onChange={setValues} />
      <Reach values={values} onChange={setValues} />
    </FormDialog>
  )
}

type PartProps = { values: Values; onChange: (values: Values) => void }

function Words({ values, onChange }: PartProps) {
  const words = useWords(policiesText)
  const sources = useSources()
  return (
    <>
      <Field label={words.title}>
        {({ id }) => (
          <Input
            id={id}
            maxLength={60}
            value={values.title}
            onChange={({ target }) => onChange({ ...values, title: target.value })}
          />
        )}
      </Field>
      <Field label={words.summary} note={words.summaryNote}>
        {({ id, describedBy }) => (
          <Input.TextArea
            id={id}
            aria-describedby={describedBy}
            rows={5}
            maxLength={400}
            value={values.summary}
            onChange={({ target }) => onChange({ ...values, summary: target.value })}
          />
        )}
      </Field>
      <Field label={words.document} note={words.documentNote}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={values.document === '' ? null : values.document}
            onChange={(document: string) => onChange({ ...values, document })}
            options={sources}
          />
        )}
      </Field>
    </>
  )
}

function Reach({ values, onChange }: PartProps) {
  const words = useWords(policiesText)
  const { language } = readPreferences()
  const districts = useDistricts()
  return (
    <>
      <Field label={words.topics}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            value={values.topics}
            onChange={(topics: Topic[]) => onChange({ ...values, topics })}
            options={fields.map((value) => ({ value, label: fieldName(value, language) }))}
          />
        )}
      </Field>
      <Field label={words.districts} note={words.districtsNote}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            mode="multiple"
            value={values.districts}
            onChange={(chosen: string[]) => onChange({ ...values, districts: chosen })}
            options={districts.map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
    </>
  )
}

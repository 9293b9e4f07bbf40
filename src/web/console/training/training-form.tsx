import { Input, Select } from 'antd'
import { useState } from 'react'
import { go } from '../address.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { useExperts } from '../experts/use-experts.ts'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import { useAct } from '../use-act.ts'
import { useDistricts } from '../use-districts.ts'
import { useWords } from '../use-words.ts'
import { trainingText } from './training-text.ts'
import {
  detailsOf,
  isComplete,
  newValues,
  type TrainingValues,
  valuesOf,
} from './training-values.ts'
import { type Training, useCourses } from './use-trainings.ts'

type Props = {
  /** Undefined: a new one. */
  training?: Training
  organisationId: string
  onClose: () => void
}

/** Plans a session, or changes one. */
export function TrainingForm({ training, organisationId, onClose }: Props) {
  const words = useWords(trainingText)
  const [values, setValues] = useState(() =>
    training ? valuesOf(training) : newValues(organisationId),
  )
  const act = useAct()
  const send = async () => {
    const json = detailsOf(values)
    if (training) {
      const { id, version } = training
      await read(api.trainings[':id'].$put({ param: { id }, json: { ...json, version } }))
      return
    }
    const { organisationId: own } = values
    const { id } = await read(api.trainings.$post({ json: { ...json, organisationId: own } }))
    go(`/trainings/${id}`)
  }
  const save = async () => {
    if (await act.run(send, { told: words.saved, stale: ['trainings'] })) onClose()
  }
  return (
    <FormDialog
      title={training ? words.editTitle : words.add}
      isComplete={isComplete(values)}
      act={act}
      onSave={() => void save()}
      onClose={onClose}
    >
      <About values={values} onChange={setValues} isNew={training === undefined} />
      <Place values={values} onChange={setValues} />
      <Times values={values} onChange={setValues} />
      <Trainer values={values} onChange={setValues} />
    </FormDialog>
  )
}

type PartProps = { values: TrainingValues; onChange: (values: TrainingValues) => void }

type TextName = Exclude<keyof TrainingValues, 'courses'>
type LineProps = PartProps & {
  name: TextName
  label: string
  note?: string
  type?: 'text' | 'date' | 'time' | 'number'
  maxLength?: number
}

function Line({ values, onChange, name, label, note, type = 'text', maxLength = 200 }: LineProps) {
  return (
    <Field label={label} {...(note !== undefined && { note })}>
      {({ id, describedBy }) => (
        <Input
          id={id}
          type={type}
          aria-describedby={describedBy}
          value={values[name]}
          {...(type === 'text' && { maxLength })}
          {...(type === 'number' && { min: 1, max: 5000 })}
          onChange={({ target }) => onChange({ ...values, [name]: target.value })}
        />
      )}
    </Field>
  )
}

function About({ values, onChange, isNew }: PartProps & { isNew: boolean }) {
  const words = useWords(trainingText)
  const courses = useCourses()
  return (
    <>
      <Line {...{ values, onChange }} name="title" label={words.title} maxLength={100} />
      {isNew && (
        <OrganisationField
          label={words.organisation}
          value={values.organisationId}
          onChange={(organisationId) => onChange({ ...values, organisationId })}
        />
      )}
      <Field label={words.courses}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={values.courses}
            onChange={(chosen: number[]) => onChange({ ...values, courses: chosen })}
            options={courses}
          />
        )}
      </Field>
    </>
  )
}

function Place({ values, onChange }: PartProps) {
  const words = useWords(trainingText)
  const districts = useDistricts()
  return (
    <>
      <Field label={words.district}>
        {({ id }) => (
          <Select
            id={id}
            value={values.district}
            onChange={(district) => onChange({ ...values, district })}
            options={[
              { value: '', label: words.noDistrict },
              ...districts.map((value) => ({ value, label: value })),
            ]}
          />
        )}
      </Field>
      <Line {...{ values, onChange }} name="place" label={words.place} note={words.placeNote} />
      <Line {...{ values, onChange }} name="link" label={words.link} note={words.linkNote} />
    </>
  )
}

function Times({ values, onChange }: PartProps) {
  const words = useWords(trainingText)
  const common = { values, onChange }
  return (
    <>
      <Line {...common} name="day" label={words.day} type="date" />
      <div className="columns">
        <Line {...common} name="begins" label={words.begins} type="time" />
        <Line {...common} name="ends" label={words.ends} type="time" />
        <Line {...common} name="closesOn" label={words.closesOn} type="date" />
        <Line {...common} name="closesAt" label={words.closesAt} type="time" />
      </div>
      <Line {...common} name="seats" label={words.seats} type="number" />
    </>
  )
}

function Trainer({ values, onChange }: PartProps) {
  const words = useWords(trainingText)
  const { data } = useExperts({ status: 'active' })
  const experts = data?.pages.flatMap((page) => page.experts) ?? []
  const known = experts.map(({ id: value, name, employer }) => ({
    value,
    label: employer === '' ? name : `${name} · ${employer}`,
  }))
  return (
    <>
      <Field label={words.trainerExpert}>
        {({ id }) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            value={values.trainerId}
            onChange={(trainerId) => onChange({ ...values, trainerId })}
            options={[{ value: '', label: words.noExpert }, ...known]}
          />
        )}
      </Field>
      {values.trainerId === '' && (
        <Line
          {...{ values, onChange }}
          name="trainerName"
          label={words.trainerName}
          maxLength={100}
        />
      )}
    </>
  )
}

import { Button, Checkbox, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useDistricts } from '../use-districts.ts'
import { useText } from '../use-text.ts'
import { peopleText } from '../administration/people-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import type { Level, Organisation } from './use-organisations.ts'
import { orNull } from '../../shared/or-null.ts'

export type Asked =
  | { kind: 'add'; parent: Organisation }
  | { kind: 'change'; organisation: Organisation }

type Values = {
  name: string
  level: Level
  district: string
  phone: string
  address: string
  hours: string
  listed: boolean
}

const EMPTY = { name: '', phone: '', address: '', hours: '', listed: false }

function valuesOf(asked: Asked): Values {
  if (asked.kind === 'add') {
    const level = asked.parent.level === 'city' ? 'district' : 'station'
    return { ...EMPTY, level, district: asked.parent.district ?? '' }
  }
  const { name, level, district, phone, address, hours, listed } = asked.organisation
  const orEmpty = (text: string | null) => text ?? ''
  return {
    name,
    level,
    district: orEmpty(district),
    phone: orEmpty(phone),
    address: orEmpty(address),
    hours: orEmpty(hours),
    listed,
  }
}

function save(asked: Asked, { level, ...values }: Values): Promise<unknown> {
  const details = {
    name: values.name.trim(),
    district: orNull(values.district),
    phone: orNull(values.phone),
    address: orNull(values.address),
    hours: orNull(values.hours),
    listed: values.listed,
  }
  if (asked.kind === 'add') {
    const json = { ...details, level, parentId: asked.parent.id }
    return read(api.organisations.$post({ json }))
  }
  const param = { id: asked.organisation.id }
  return read(api.organisations[':id'].$patch({ param, json: details }))
}

const STALE = ['organisations', 'guide'] as const

type Props = { asked: Asked; onClose: () => void }

/** Adds an organisation below another one, or changes one. */
export function OrganisationDialog({ asked, onClose }: Props) {
  const { organisations: words } = useWords(peopleText)
  const { shell } = useText()
  const [values, setValues] = useState(() => valuesOf(asked))
  const act = useAct()
  const isChange = asked.kind === 'change'
  const done = async () => {
    const isDone = await act.run(() => save(asked, values), { told: words.saved, stale: STALE })
    if (isDone) onClose()
  }
  return (
    <Modal
      open
      title={isChange ? words.editOf(asked.organisation.name) : words.addBelow(asked.parent.name)}
      okText={shell.save}
      cancelText={shell.cancel}
      okButtonProps={{ disabled: values.name.trim() === '', loading: act.busy }}
      onOk={() => void done()}
      onCancel={onClose}
    >
      <div className="stack">
        <Fields
          values={values}
          onChange={setValues}
          levels={isChange ? [] : levelsBelow(asked.parent)}
        />
        {isChange && <Closing organisation={asked.organisation} onClose={onClose} />}
        <ProblemAlert error={act.error} />
      </div>
    </Modal>
  )
}

const levelsBelow = ({ level }: Organisation): Level[] =>
  level === 'city' ? ['district', 'station'] : ['station']

type FieldsProps = { values: Values; onChange: (values: Values) => void; levels: Level[] }

function Fields({ values, onChange, levels }: FieldsProps) {
  const { organisations: words } = useWords(peopleText)
  const districts = useDistricts()
  const noteId = useId()
  return (
    <>
      {levels.length > 0 && (
        <Field label={words.level}>
          {({ id }) => (
            <Select
              id={id}
              value={values.level}
              onChange={(level) => onChange({ ...values, level })}
              options={levels.map((value) => ({ value, label: words.levels[value] }))}
            />
          )}
        </Field>
      )}
      {(['name', 'phone', 'address', 'hours'] as const).map((name) => (
        <Field key={name} label={words[name]}>
          {({ id }) => (
            <Input
              id={id}
              value={values[name]}
              maxLength={100}
              onChange={({ target }) => onChange({ ...values, [name]: target.value })}
            />
          )}
        </Field>
      ))}
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
      <div>
        <Checkbox
          checked={values.listed}
          aria-describedby={noteId}
          onChange={({ target }) => onChange({ ...values, listed: target.checked })}
        >
          {words.listed}
        </Checkbox>
        <p className="muted" id={noteId}>
          {words.listedNote}
        </p>
      </div>
    </>
  )
}

type ClosingProps = { organisation: Organisation; onClose: () => void }

function Closing({ organisation: { id, closedAt }, onClose }: ClosingProps) {
  const { organisations: words } = useWords(peopleText)
  const act = useAct()
  const closed = closedAt === null
  const change = async () => {
    const isDone = await act.run(
      () => read(api.organisations[':id'].$patch({ param: { id }, json: { closed } })),
      { told: words.saved, stale: STALE },
    )
    if (isDone) onClose()
  }
  return (
    <div className="stack">
      {closed && <p className="muted">{words.closeNote}</p>}
      <div>
        <Button danger={closed} loading={act.busy} onClick={() => void change()}>
          {closed ? words.closeIt : words.reopen}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </div>
  )
}

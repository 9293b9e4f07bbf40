import { Select } from 'antd'
import { useState } from 'react'
import { type VisitKind, visitKinds } from '../../../shared/ledger.ts'
import { newKey } from '../../shared/new-key.ts'
import { orNull } from '../../shared/or-null.ts'
import { useAccount } from '../account.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { FormDialog } from '../form-dialog.tsx'
import { ledgerText } from './ledger-text.ts'
import { today } from './next-day.tsx'
import { TextLine } from './text-line.tsx'
import { LEDGER, type Visit } from './use-ledger.ts'

type Values = {
  day: string
  kind: VisitKind
  people: string
  about: string
  outcome: string
  nextStep: string
  nextOn: string
}

const newValues = (people: string): Values => ({
  day: today(),
  kind: 'visit',
  people,
  about: '',
  outcome: '',
  nextStep: '',
  nextOn: '',
})

const valuesOf = ({ day, kind, people, about, outcome, nextStep, nextOn }: Visit): Values => ({
  day,
  kind,
  people,
  about,
  outcome: outcome ?? '',
  nextStep: nextStep ?? '',
  nextOn: nextOn ?? '',
})

const detailsOf = ({ people, about, outcome, nextStep, nextOn, ...rest }: Values) => ({
  ...rest,
  people: people.trim(),
  about: about.trim(),
  outcome: orNull(outcome),
  nextStep: orNull(nextStep),
  nextOn: orNull(nextOn),
})

const isComplete = ({ day, people, about, nextStep, nextOn }: Values) =>
  [day, people.trim(), about.trim()].every((text) => text !== '') &&
  (nextOn === '' || nextStep.trim() !== '')

type Props = {
  enterpriseId: string
  /** Undefined: a new one. */
  visit?: Visit
  onClose: () => void
}

/** Notes a visit or another service, or corrects one. */
export function VisitForm({ enterpriseId, visit, onClose }: Props) {
  const words = useWords(ledgerText)
  const { name } = useAccount()
  const [values, setValues] = useState(() => (visit ? valuesOf(visit) : newValues(name)))
  const [entryKey] = useState(newKey)
  const act = useAct()
  const set = (field: keyof Values) => (value: string) => setValues({ ...values, [field]: value })
  const send = () => {
    const visits = api.enterprises[':id'].visits
    const json = detailsOf(values)
    if (!visit) {
      return done(visits.$post({ param: { id: enterpriseId }, json: { ...json, entryKey } }))
    }
    const param = { id: enterpriseId, visit: visit.id }
    return done(visits[':visit'].$put({ param, json: { ...json, version: visit.version } }))
  }
  const save = async () => {
    const stale = [LEDGER, 'follow-ups']
    if (await act.run(send, { told: words.saved, stale })) onClose()
  }
  return (
    <FormDialog
      title={visit ? words.changeVisitTitle : words.visitTitle}
      isComplete={isComplete(values)}
      act={act}
      onSave={() => void save()}
      onClose={onClose}
    >
      <div className="columns">
        <TextLine label={words.day} type="date" value={values.day} onChange={set('day')} />
        <Kind value={values.kind} onChange={(kind) => setValues({ ...values, kind })} />
      </div>
      <TextLine label={words.people} value={values.people} onChange={set('people')} />
      <TextLine
        label={words.about}
        value={values.about}
        isLong
        note={words.wordsNote}
        onChange={set('about')}
      />
      <TextLine label={words.outcome} value={values.outcome} isLong onChange={set('outcome')} />
      <TextLine label={words.nextStep} value={values.nextStep} onChange={set('nextStep')} />
      <TextLine
        label={words.nextStepOn}
        type="date"
        value={values.nextOn}
        note={words.nextNote}
        onChange={set('nextOn')}
      />
    </FormDialog>
  )
}

function Kind({ value, onChange }: { value: VisitKind; onChange: (value: VisitKind) => void }) {
  const words = useWords(ledgerText)
  return (
    <Field label={words.kind}>
      {({ id }) => (
        <Select
          id={id}
          value={value}
          onChange={onChange}
          options={visitKinds.map((kind) => ({ value: kind, label: words.visitKinds[kind] }))}
        />
      )}
    </Field>
  )
}

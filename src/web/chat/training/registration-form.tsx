import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../../shared/call-api.ts'
import { problemText } from '../../shared/common-text.ts'
import { CheckField, TextField } from '../../shared/form-fields.tsx'
import type { Language } from '../../shared/language.ts'
import { newKey } from '../../shared/new-key.ts'
import type { OpenTraining, RegistrationState } from './calls.ts'
import { noteRegistered, register } from './calls.ts'
import { TrainingFacts } from './training-facts.tsx'
import { trainingText } from './training-text.ts'

type Form = { name: string; organisation: string; telephone: string; consent: boolean }
const required = ['name', 'telephone', 'consent'] as const
type Wrong = (typeof required)[number]

const empty: Form = { name: '', organisation: '', telephone: '', consent: false }
const idOf = (field: keyof Form) => `training-${field}`

/** The limits are those of the API. */
function findWrong({ name, telephone, consent }: Form): Wrong[] {
  const digits = telephone.replace(/\D/g, '').length
  const wrong: Record<Wrong, boolean> = {
    name: name.trim() === '',
    telephone: !/^\+?[\d ()-]+$/.test(telephone.trim()) || digits < 7 || digits > 20,
    consent: !consent,
  }
  return required.filter((field) => wrong[field])
}

type FormProps = {
  training: OpenTraining
  language: Language
  announce: (text: string) => void
  onDone: (state: RegistrationState) => void
  onBack: () => void
}

function useRegistration({ training, language, announce, onDone }: FormProps) {
  const [form, setForm] = useState(empty)
  const [wrong, setWrong] = useState<Wrong[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const [sending, setSending] = useState(false)
  const sendingRef = useRef(false)
  const key = useRef(newKey()).current

  const send = async () => {
    sendingRef.current = true
    setSending(true)
    setProblem(null)
    const organisation = form.organisation.trim()
    const result = await register(
      { id: training.id, language, key },
      {
        name: form.name.trim(),
        telephone: form.telephone.trim(),
        ...(organisation !== '' && { organisation }),
        consent: true,
      },
    )
    sendingRef.current = false
    setSending(false)
    if (result.ok) {
      noteRegistered()
      announce(trainingText[language].done[result.value.state])
      return onDone(result.value.state)
    }
    setProblem(result.problem)
    announce(problemText(result.problem, language))
  }
  const submit = () => {
    if (sendingRef.current) return
    const found = findWrong(form)
    setWrong(found)
    if (found[0] === undefined) void send()
    else document.getElementById(idOf(found[0]))?.focus()
  }
  const change = (changes: Partial<Form>) => setForm({ ...form, ...changes })
  return { form, wrong, problem, sending, change, submit }
}

type FieldsProps = {
  form: Form
  wrong: Wrong[]
  change: (changes: Partial<Form>) => void
  language: Language
}

function Fields({ form, wrong, change, language }: FieldsProps) {
  const text = trainingText[language]
  const errorOf = (field: Wrong) => (wrong.includes(field) ? text.errors[field] : undefined)
  return (
    <>
      <TextField
        id={idOf('name')}
        label={text.name}
        error={errorOf('name')}
        value={form.name}
        maxLength={100}
        required
        autocomplete="name"
        onInput={(name) => change({ name })}
      />
      <TextField
        id={idOf('telephone')}
        label={text.telephone}
        hint={text.telephoneHint}
        error={errorOf('telephone')}
        value={form.telephone}
        maxLength={40}
        required
        autocomplete="tel"
        inputMode="tel"
        onInput={(telephone) => change({ telephone })}
      />
      <TextField
        id={idOf('organisation')}
        label={text.organisation}
        value={form.organisation}
        maxLength={200}
        autocomplete="organization"
        onInput={(organisation) => change({ organisation })}
      />
      <CheckField
        id={idOf('consent')}
        label={text.consent}
        hint={text.consentHint}
        error={errorOf('consent')}
        checked={form.consent}
        required
        onChange={(consent) => change({ consent })}
      />
    </>
  )
}

/** Who comes, and their consent (个人信息保护法 13). */
export function RegistrationForm(props: FormProps) {
  const { training, language, onBack } = props
  const text = trainingText[language]
  const { form, wrong, problem, sending, change, submit } = useRegistration(props)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h3 lang="zh-CN">{training.title}</h3>
      <TrainingFacts {...{ training, language }} />
      {training.left === 0 ? <p>{text.full}</p> : null}
      <Fields {...{ form, wrong, change, language }} />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      <div class="actions">
        <button type="submit" class="button-primary">
          {sending ? text.submitting : text.submit}
        </button>
        <button type="button" onClick={onBack}>
          {text.back}
        </button>
      </div>
    </form>
  )
}

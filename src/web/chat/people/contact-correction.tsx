import { useState } from 'preact/hooks'
import { endedStates } from '../../../shared/case-states.ts'
import type { Problem } from '../../shared/call-api.ts'
import { problemText } from '../../shared/common-text.ts'
import { Arrival, TextField } from '../../shared/form-fields.tsx'
import { isObject, isString, listOf, objectOf, optional } from '../../shared/guards.ts'
import type { Language } from '../../shared/language.ts'
import { correctContact, exportMe } from './calls.ts'
import { peopleText } from './people-text.ts'
import { requestText } from './request-text.ts'
import { orNull } from '../../shared/or-null.ts'

type Contact = { name?: string; organisation?: string; contact?: string; address?: string }
type Form = Record<keyof Contact, string>

const isContact = objectOf<Contact>({
  name: optional(isString),
  organisation: optional(isString),
  contact: optional(isString),
  address: optional(isString),
})
const hasCases = objectOf<{ cases: { state: string; contact: Contact }[] }>({
  cases: listOf(
    objectOf<{ state: string; contact: Contact }>({ state: isString, contact: isContact }),
  ),
})

const leastContact = 5
const blank: Form = { name: '', organisation: '', contact: '', address: '' }

/** The contact data of a case under way, from everything that is kept. */
function contactIn(kept: unknown): Form | null {
  if (!isObject(kept) || !hasCases(kept)) return null
  const open = kept.cases.find(({ state }) => !endedStates.some((ended) => ended === state))
  return open === undefined ? null : { ...blank, ...open.contact }
}

/** Only what was changed; a field that was emptied is taken away, where that is possible. */
export function changesOf(before: Form, after: Form) {
  const changed = (name: keyof Form) => before[name] !== after[name].trim()
  return {
    ...(changed('name') && { name: after.name.trim() }),
    ...(changed('contact') && { contact: after.contact.trim() }),
    ...(changed('organisation') && { organisation: orNull(after.organisation) }),
    ...(changed('address') && { address: orNull(after.address) }),
  }
}

type CorrectionProps = { language: Language; announce: (text: string) => void }

type InputsProps = {
  language: Language
  form: Form
  missing: { name: boolean; contact: boolean } | null
  setForm: (form: Form) => void
}

function Inputs({ language, form, missing, setForm }: InputsProps) {
  const text = requestText[language]
  const people = peopleText[language]
  const field = (name: keyof Form, label: string) => ({
    id: `correct-${name}`,
    label,
    value: form[name],
    onInput: (value: string) => setForm({ ...form, [name]: value }),
  })
  return (
    <>
      <TextField
        {...field('name', people.name)}
        error={missing?.name === true ? people.errors.name : undefined}
        maxLength={100}
        required
      />
      <TextField
        {...field('contact', people.contact)}
        error={missing?.contact === true ? people.errors.contact : undefined}
        maxLength={100}
        required
      />
      <TextField
        {...field('organisation', people.organisation + people.optional)}
        maxLength={200}
      />
      <TextField {...field('address', text.address + people.optional)} maxLength={200} />
    </>
  )
}

function Fields(props: CorrectionProps & { before: Form; onDone: (words: string) => void }) {
  const { language, before } = props
  const text = requestText[language]
  const [form, setForm] = useState(before)
  const [checked, setChecked] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const missing = {
    name: form.name.trim() === '',
    contact: form.contact.trim().length < leastContact,
  }

  const send = async () => {
    const result = await correctContact(changesOf(before, form), language)
    setProblem(result.ok ? null : result.problem)
    if (result.ok) props.onDone(text.corrected(result.value.cases))
  }
  const submit = () => {
    setChecked(true)
    if (missing.name) return document.getElementById('correct-name')?.focus()
    if (missing.contact) return document.getElementById('correct-contact')?.focus()
    if (Object.keys(changesOf(before, form)).length === 0) return props.onDone(text.correctNothing)
    return void send()
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Inputs {...{ language, form, setForm }} missing={checked ? missing : null} />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      <div class="actions">
        <button type="submit" class="button-primary">
          {text.correctSave}
        </button>
      </div>
    </form>
  )
}

/** 更正 (个人信息保护法 46): the contact data of the cases under way, shown when it is asked for. */
export function ContactCorrection(props: CorrectionProps) {
  const { language, announce } = props
  const text = requestText[language]
  const [before, setBefore] = useState<Form | null>(null)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)

  const tell = (words: string) => {
    setBefore(null)
    setSaid(words)
    announce(words)
  }
  const load = async () => {
    const kept = await exportMe(language)
    setProblem(kept.ok ? null : kept.problem)
    if (!kept.ok) return
    const found = contactIn(kept.value)
    if (found === null) tell(text.correctNone)
    else setBefore(found)
  }
  return (
    <section>
      <h3>{text.correctTitle}</h3>
      <p class="field-hint">{text.correctIntro}</p>
      {said === '' ? null : <p>{said}</p>}
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      {before === null ? (
        <div class="actions">
          <button type="button" onClick={() => void load()}>
            {text.correctLoad}
          </button>
        </div>
      ) : (
        <Arrival>
          <Fields {...props} before={before} onDone={tell} />
        </Arrival>
      )}
    </section>
  )
}

import { useRef, useState } from 'preact/hooks'
import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import type { Problem } from '../../shared/call-api.ts'
import { problemText } from '../../shared/common-text.ts'
import type { Language } from '../../shared/language.ts'
import { beijingTime } from '../../shared/beijing-time.ts'
import { complain } from './calls.ts'
import { Arrival, ChoiceField, SelectField, TextField } from '../../shared/form-fields.tsx'
import { peopleText } from './people-text.ts'

type Kind = 'complaint' | 'report'
type ComplaintForm = { kind: Kind; text: string; caseCode: string; contact: string }

const emptyForm: ComplaintForm = { kind: 'complaint', text: '', caseCode: '', contact: '' }
const textId = 'complaint-text'

type ComplaintProps = {
  language: Language
  cases: RatedCase[]
  announce: (text: string) => void
}

function useComplaint({ language, announce }: ComplaintProps) {
  const [form, setForm] = useState(emptyForm)
  const [missing, setMissing] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [done, setDone] = useState<{ code: string; dueAt: string } | null>(null)
  const sendingRef = useRef(false)

  const send = async () => {
    sendingRef.current = true
    const { kind, caseCode } = form
    const contact = form.contact.trim()
    const optional = { ...(caseCode !== '' && { caseCode }), ...(contact !== '' && { contact }) }
    const result = await complain({ kind, text: form.text.trim(), ...optional }, language)
    sendingRef.current = false
    setProblem(result.ok ? null : result.problem)
    announce(
      result.ok
        ? `${peopleText[language].complaintNumber} ${result.value.code}`
        : problemText(result.problem, language),
    )
    if (result.ok) setDone(result.value)
  }

  const submit = () => {
    if (sendingRef.current) return
    const empty = form.text.trim() === ''
    setMissing(empty)
    if (empty) document.getElementById(textId)?.focus()
    else void send()
  }
  const change = (changes: Partial<ComplaintForm>) => setForm({ ...form, ...changes })
  return { form, missing, problem, done, change, submit }
}

type FieldsProps = ComplaintProps & Omit<ReturnType<typeof useComplaint>, 'done' | 'submit'>

function Fields({ language, cases, form, missing, change }: FieldsProps) {
  const text = peopleText[language]
  const { complaint, report } = text.complaintKinds
  const codes = cases.map(({ code }) => ({ value: code, label: code }))
  return (
    <>
      <ChoiceField<Kind>
        name="complaint-kind"
        legend={text.complaintKind}
        value={form.kind}
        options={[
          { value: 'complaint', label: complaint },
          { value: 'report', label: report },
        ]}
        onChange={(kind) => change({ kind })}
      />
      <TextField
        id={textId}
        label={text.complaintText}
        error={missing ? text.errors.text : undefined}
        value={form.text}
        maxLength={2000}
        rows={4}
        required
        onInput={(words) => change({ text: words })}
      />
      {codes.length === 0 ? null : (
        <SelectField
          id="complaint-case"
          label={text.complaintCase + text.optional}
          value={form.caseCode}
          options={[{ value: '', label: text.complaintNoCase }, ...codes]}
          onChange={(caseCode) => change({ caseCode })}
        />
      )}
      <TextField
        id="complaint-contact"
        label={text.complaintContact + text.optional}
        hint={text.complaintContactHint}
        value={form.contact}
        maxLength={200}
        onInput={(contact) => change({ contact })}
      />
    </>
  )
}

export function ComplaintForm(props: ComplaintProps) {
  const { language } = props
  const text = peopleText[language]
  const { done, submit, ...state } = useComplaint(props)
  if (done !== null) {
    return (
      <Arrival>
        <p class="code-line">
          {text.complaintNumber} <strong>{done.code}</strong>
        </p>
        <p>{text.complaintDone(beijingTime(done.dueAt, language))}</p>
      </Arrival>
    )
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p class="sheet-intro">{text.complaintIntro}</p>
      <Fields {...props} {...state} />
      {state.problem === null ? null : (
        <p class="problem">{problemText(state.problem, language)}</p>
      )}
      <div class="actions">
        <button type="submit" class="button-primary">
          {text.submit}
        </button>
      </div>
    </form>
  )
}

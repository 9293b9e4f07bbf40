import { useRef, useState } from 'preact/hooks'
import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import type { Routing } from '../../../shared/message.ts'
import type { Problem } from '../../shared/call-api.ts'
import { commonText, problemText } from '../../shared/common-text.ts'
import type { Language } from '../../shared/language.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { newKey } from '../../shared/new-key.ts'
import { recallDraft } from '../unfinished.ts'
import { handOver } from './calls.ts'
import { Arrival } from '../../shared/form-fields.tsx'
import { HandOverFields } from './hand-over-fields.tsx'
import { bodyOf, fieldId, findErrors, newForm, questionOf } from './hand-over-form.ts'
import type { HandOverForm } from './hand-over-form.ts'
import { peopleText } from './people-text.ts'
import type { FormError } from './people-text.ts'
import { ProgressSteps } from './progress-steps.tsx'
import { requestText } from './request-text.ts'

type Done = { ownCase: RatedCase; promise: string }

type SheetProps = {
  /** What is chosen at first. */
  kind: HandOverForm['kind']
  /** Words to be handed over in confidence, not asked as yet. */
  secret: string | undefined
  language: Language
  /** Whether the conversation holds a question. */
  asked: boolean
  routing: Routing | null
  announce: (text: string) => void
  onHandedOver: (opened: RatedCase) => void
  onFollow: (code: string) => void
  onClose: () => void
}

function HandedOver(props: Done & Pick<SheetProps, 'language' | 'onFollow'>) {
  const { ownCase, promise, language } = props
  const text = peopleText[language]
  return (
    <Arrival>
      <p class="code-line">
        {text.caseNumber} <strong>{ownCase.code}</strong>
      </p>
      <p>{promise}</p>
      <ProgressSteps ownCase={ownCase} text={text} />
      <div class="actions">
        <button type="button" class="button-primary" onClick={() => props.onFollow(ownCase.code)}>
          {text.toCase}
        </button>
      </div>
    </Arrival>
  )
}

function useHandOver(props: SheetProps) {
  const { language, asked, secret, announce } = props
  const needsQuestion = useRef(!asked || secret !== undefined).current
  const questionKey = useRef(newKey()).current
  const [form, setForm] = useState<HandOverForm>(() => ({
    ...newForm(props.routing),
    kind: props.kind,
    question: needsQuestion ? (secret ?? recallDraft()) : '',
    confidential: secret !== undefined,
  }))
  const [errors, setErrors] = useState<FormError[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const [done, setDone] = useState<Done | null>(null)
  const [sending, setSending] = useState(false)
  const sendingRef = useRef(false)

  const send = async () => {
    sendingRef.current = true
    setSending(true)
    setProblem(null)
    const question = needsQuestion ? questionOf(form, requestText[language].confidentialMark) : null
    const result = await handOver({ language, question, questionKey }, bodyOf(form))
    sendingRef.current = false
    setSending(false)
    if (!result.ok) {
      setProblem(result.problem)
      return announce(problemText(result.problem, language))
    }
    const { promise, ...ownCase } = result.value
    setDone({ ownCase, promise })
    announce(promise)
    props.onHandedOver(ownCase)
  }

  const submit = () => {
    if (sendingRef.current) return
    const found = findErrors(form, needsQuestion)
    setErrors(found)
    if (found[0] === undefined) void send()
    else document.getElementById(fieldId(found[0]))?.focus()
  }
  const change = (changes: Partial<HandOverForm>) => setForm({ ...form, ...changes })
  return { form, errors, problem, done, sending, needsQuestion, change, submit }
}

/** From the question to people: who asks, where, what to heed, and the two consents (个人信息保护法 13, 23). */
export function HandOverSheet(props: SheetProps) {
  const { language, onClose } = props
  const text = peopleText[language]
  const state = useHandOver(props)
  const { done, problem, sending } = state
  return (
    <Sheet
      title={done === null ? text.formTitle : text.doneTitle}
      closeLabel={commonText[language].close}
      onClose={onClose}
    >
      {done === null ? (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            state.submit()
          }}
        >
          <p class="sheet-intro">{text.formIntro}</p>
          <HandOverFields language={language} {...state} />
          {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
          <div class="actions">
            <button type="submit" class="button-primary">
              {sending ? text.submitting : text.submit}
            </button>
            <button type="button" onClick={onClose}>
              {text.cancel}
            </button>
          </div>
        </form>
      ) : (
        <HandedOver {...done} language={language} onFollow={props.onFollow} />
      )}
    </Sheet>
  )
}

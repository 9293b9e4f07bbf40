import { useState } from 'preact/hooks'
import type { ServiceWay } from '../../shared/service-feedback.ts'
import { serviceWays } from '../../shared/service-feedback.ts'
import { ChoiceField, TextField } from '../shared/form-fields.tsx'
import { isString, nullable, objectOf, oneOf } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { sendFeedback } from './calls.ts'
import { feedbackText } from './feedback-text.ts'
import { Form } from './form.tsx'
import type { OwnTicket } from './ticket-guards.ts'
import { useDraft } from './use-draft.ts'
import { useStep } from './use-step.ts'
import type { StepHandlers } from './use-step.ts'

type FeedbackDraft = { way: ServiceWay | null; minutes: string; outcome: string; advice: string }
const isFeedbackDraft = objectOf<FeedbackDraft>({
  way: nullable(oneOf(serviceWays)),
  minutes: isString,
  outcome: isString,
  advice: isString,
})

function firstDraft({ feedback }: OwnTicket): FeedbackDraft {
  if (feedback === null) return { way: null, minutes: '', outcome: '', advice: '' }
  const { way, minutes, outcome, advice } = feedback
  return { way, minutes: minutes === null ? '' : String(minutes), outcome, advice }
}

const mostMinutes = 10_000

type Part = 'way' | 'minutes' | 'outcome'

/** The first part that the service would not take. */
function findWrong({ way, minutes, outcome }: FeedbackDraft): Part | null {
  if (way === null) return 'way'
  const spent = Number(minutes)
  const whole = /^\d{1,5}$/.test(minutes.trim())
  if (!whole || spent < 1 || spent > mostMinutes) return 'minutes'
  return outcome.trim() === '' ? 'outcome' : null
}

type FieldsProps = {
  draft: FeedbackDraft
  wrong: Part | null
  language: Language
  change: (changes: Partial<FeedbackDraft>) => void
}

function Fields({ draft, wrong, language, change }: FieldsProps) {
  const text = feedbackText[language]
  return (
    <>
      <ChoiceField
        name="feedback-way"
        legend={text.way}
        value={draft.way}
        options={serviceWays.map((value) => ({ value, label: text.ways[value] }))}
        onChange={(way) => change({ way })}
      />
      <div role="alert">{wrong === 'way' ? <p class="problem">{text.wayMissing}</p> : null}</div>
      <TextField
        id="feedback-minutes"
        label={text.minutes}
        error={wrong === 'minutes' ? text.minutesWrong : undefined}
        value={draft.minutes}
        maxLength={5}
        inputMode="numeric"
        required
        onInput={(minutes) => change({ minutes })}
      />
      <TextField
        id="feedback-outcome"
        label={text.outcome}
        error={wrong === 'outcome' ? text.outcomeMissing : undefined}
        value={draft.outcome}
        maxLength={5000}
        rows={3}
        required
        onInput={(outcome) => change({ outcome })}
      />
      <TextField
        id="feedback-advice"
        label={text.advice}
        value={draft.advice}
        maxLength={1000}
        rows={2}
        onInput={(advice) => change({ advice })}
      />
    </>
  )
}

/** 文字反馈: in which way, how long, with what result, and what could be better (service-spec, 服务要求). */
export function FeedbackForm(props: {
  ticket: OwnTicket
  language: Language
  handlers: StepHandlers
}) {
  const { ticket, language } = props
  const text = feedbackText[language]
  const name = `expert.feedback.${ticket.id}`
  const { draft, change, clear } = useDraft(name, isFeedbackDraft, firstDraft(ticket))
  const [checked, setChecked] = useState(false)
  const { sending, problem, take } = useStep(props.handlers)
  const wrong = findWrong(draft)

  const submit = () => {
    setChecked(wrong !== null)
    const { way, minutes, outcome, advice } = draft
    if (wrong !== null || way === null) {
      document.getElementById(`feedback-${wrong}`)?.focus()
      return
    }
    const body = { way, minutes: Number(minutes), outcome: outcome.trim(), advice: advice.trim() }
    take(
      () => sendFeedback(ticket.id, body, language),
      () => {
        clear(draft)
        return text.feedbackSent
      },
    )
  }
  return (
    <section class="panel">
      <h2>{text.feedbackTitle}</h2>
      <p class="field-hint">{ticket.feedback === null ? text.feedbackIntro : text.feedbackDone}</p>
      <Form submit={text.feedbackSend} busy={sending} {...{ problem, language }} onSubmit={submit}>
        <Fields {...{ draft, language, change }} wrong={checked ? wrong : null} />
      </Form>
    </section>
  )
}

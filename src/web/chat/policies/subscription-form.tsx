import { useState } from 'preact/hooks'
import { type Field, fields } from '../../../shared/message.ts'
import type { Problem } from '../../shared/call-api.ts'
import { problemText } from '../../shared/common-text.ts'
import { fieldName } from '../../shared/field-words.ts'
import { CheckField } from '../../shared/form-fields.tsx'
import type { Language } from '../../shared/language.ts'
import { type District, subscribe, type Subscription, unsubscribe } from './calls.ts'
import { policyText } from './policy-text.ts'

type FormProps = {
  subscription: Subscription | null
  choices: District[]
  language: Language
  onDone: (told: string) => void
}

type Wrong = 'topics' | 'consent' | null

/** Topics and districts, and the consent without which nothing is sent. */
export function SubscriptionForm({ subscription, choices, language, onDone }: FormProps) {
  const text = policyText[language]
  const [topics, setTopics] = useState<Field[]>(subscription?.topics ?? [])
  const [districts, setDistricts] = useState<string[]>(subscription?.districts ?? [])
  const [consent, setConsent] = useState(false)
  const [wrong, setWrong] = useState<Wrong>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async () => {
    const found: Wrong = topics.length === 0 ? 'topics' : consent ? null : 'consent'
    setWrong(found)
    if (found !== null) {
      const id = found === 'consent' ? 'policy-consent' : 'policy-topics-0'
      document.getElementById(id)?.focus()
      return
    }
    const result = await subscribe({ topics, districts, consent: true }, language)
    setProblem(result.ok ? null : result.problem)
    if (result.ok) onDone(text.subscribed)
  }
  const leave = async () => {
    const result = await unsubscribe(language)
    setProblem(result.ok ? null : result.problem)
    if (result.ok) onDone(text.left)
  }
  const names = choices.map(({ name, nameEn }) => ({
    value: name,
    label: language === 'zh' ? name : nameEn,
  }))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {subscription === null ? null : <p>{text.since(subscription.consentedAt.slice(0, 10))}</p>}
      <Checks
        name="policy-topics"
        legend={text.topics}
        options={fields.map((value) => ({ value, label: fieldName(value, language) }))}
        chosen={topics}
        onChange={setTopics}
      />
      {wrong === 'topics' ? <p class="problem">{text.errors.topics}</p> : null}
      <Checks
        name="policy-districts"
        legend={text.districts}
        options={names}
        chosen={districts}
        onChange={setDistricts}
      />
      <CheckField
        id="policy-consent"
        label={text.consent}
        hint={text.consentHint}
        error={wrong === 'consent' ? text.errors.consent : undefined}
        checked={consent}
        required
        onChange={setConsent}
      />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      <div class="actions">
        <button type="submit" class="button-primary">
          {subscription === null ? text.subscribe : text.change}
        </button>
        {subscription === null ? null : (
          <button type="button" class="button-danger" onClick={() => void leave()}>
            {text.leave}
          </button>
        )}
      </div>
    </form>
  )
}

type ChecksProps<T extends string> = {
  name: string
  legend: string
  options: { value: T; label: string }[]
  chosen: T[]
  onChange: (chosen: T[]) => void
}

/** Some of many. */
function Checks<T extends string>({ name, legend, options, chosen, onChange }: ChecksProps<T>) {
  const tick = (value: T, on: boolean) =>
    onChange(on ? [...chosen, value] : chosen.filter((each) => each !== value))
  return (
    <fieldset class="field choices">
      <legend>{legend}</legend>
      {options.map(({ value, label }, at) => (
        <label key={value} class="check" for={`${name}-${at}`}>
          <input
            id={`${name}-${at}`}
            type="checkbox"
            checked={chosen.indexOf(value) >= 0}
            onChange={(event) => tick(value, event.currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

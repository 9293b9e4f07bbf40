import { useState } from 'preact/hooks'
import { type Field, fields } from '../../../shared/message.ts'
import { beijingTime } from '../../shared/beijing-time.ts'
import type { Problem, Result } from '../../shared/call-api.ts'
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

/** What is chosen, and what sends it. */
function useChoices({ subscription, language, onDone }: FormProps) {
  const text = policyText[language]
  const [topics, setTopics] = useState<Field[]>(subscription?.topics ?? [])
  const [districts, setDistricts] = useState<string[]>(subscription?.districts ?? [])
  const [consent, setConsent] = useState(false)
  const [wrong, setWrong] = useState<Wrong>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const settle = (result: Result<unknown>, told: string) => {
    setProblem(result.ok ? null : result.problem)
    if (result.ok) onDone(told)
  }
  const send = async () => {
    const found = findWrong(topics, consent)
    setWrong(found)
    if (found !== null) return document.getElementById(firstOf[found])?.focus()
    settle(await subscribe({ topics, districts, consent: true }, language), text.subscribed)
  }
  const leave = async () => settle(await unsubscribe(language), text.left)
  const chosen = { topics, districts, consent }
  return { ...chosen, setTopics, setDistricts, setConsent, wrong, problem, send, leave }
}

const firstOf = { topics: 'policy-topics-0', consent: 'policy-consent' } as const

function findWrong(topics: Field[], consent: boolean): Wrong {
  if (topics.length === 0) return 'topics'
  return consent ? null : 'consent'
}

/** Topics and districts, and the consent without which nothing is sent. */
export function SubscriptionForm(props: FormProps) {
  const { subscription, choices, language } = props
  const text = policyText[language]
  const chosen = useChoices(props)
  const { topics, districts, consent, wrong, problem, send, leave } = chosen
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
      {subscription === null ? null : (
        <p>{text.since(beijingTime(subscription.consentedAt, language))}</p>
      )}
      <Checks
        name="policy-topics"
        legend={text.topics}
        options={fields.map((value) => ({ value, label: fieldName(value, language) }))}
        chosen={topics}
        onChange={chosen.setTopics}
      />
      {wrong === 'topics' ? <p class="problem">{text.errors.topics}</p> : null}
      <Checks
        name="policy-districts"
        legend={text.districts}
        options={names}
        chosen={districts}
        onChange={chosen.setDistricts}
      />
      <CheckField
        id="policy-consent"
        label={text.consent}
        hint={text.consentHint}
        error={wrong === 'consent' ? text.errors.consent : undefined}
        checked={consent}
        required
        onChange={chosen.setConsent}
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

import { useState } from 'preact/hooks'
import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import type { Problem, Result } from '../../shared/call-api.ts'
import { problemText } from '../../shared/common-text.ts'
import type { Language } from '../../shared/language.ts'
import { chatText } from '../chat-text.ts'
import type { PeopleHandlers } from '../people-item.tsx'
import { Rating } from '../rating.tsx'
import { beijingTime } from '../../shared/beijing-time.ts'
import { readCase, setContactConsent, withdrawCase } from './calls.ts'
import { Arrival, CheckField } from '../../shared/form-fields.tsx'
import { peopleText } from './people-text.ts'
import type { PeopleText } from './people-text.ts'
import { ProgressSteps } from './progress-steps.tsx'
import { RatingDetails } from './rating-details.tsx'
import { requestText } from './request-text.ts'
import { usePoll } from '../../shared/use-poll.ts'

type CardProps = { ownCase: RatedCase; language: Language; handlers: PeopleHandlers }

function stateNote(ownCase: RatedCase, language: Language): string | null {
  const text = peopleText[language]
  switch (ownCase.state) {
    case 'waiting_for_asker':
      return text.waiting
    case 'withdrawn':
      return text.withdrawn
    case 'merged':
      return text.merged
    case 'open':
    case 'in_review':
    case 'assigned':
    case 'replied':
    case 'reopened':
      return ownCase.dueAt === null ? text.noDueYet : text.due(beijingTime(ownCase.dueAt, language))
    case 'delivered':
    case 'closed':
      return null
  }
}

function Withdraw(props: { text: PeopleText; onWithdraw: () => void }) {
  const { text, onWithdraw } = props
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <div class="actions">
        <button type="button" onClick={() => setAsking(true)}>
          {text.withdraw}
        </button>
      </div>
    )
  }
  return (
    <Arrival whole>
      <p>{text.withdrawAsk}</p>
      <div class="actions">
        <button type="button" class="button-danger" onClick={onWithdraw}>
          {text.withdrawYes}
        </button>
        <button type="button" onClick={() => setAsking(false)}>
          {text.withdrawNo}
        </button>
      </div>
    </Arrival>
  )
}

/** What the asker may still do with a case under way. */
function Controls({ ownCase, language, handlers }: CardProps) {
  const text = peopleText[language]
  const [problem, setProblem] = useState<Problem | null>(null)

  const settle = (result: Result<RatedCase>, done: string) => {
    setProblem(result.ok ? null : result.problem)
    handlers.announce(result.ok ? done : problemText(result.problem, language))
    if (result.ok) handlers.onCase(result.value)
  }
  const withdraw = async () => {
    settle(await withdrawCase(ownCase.code, language), text.withdrawnNow)
    document.getElementById(`case-${ownCase.code}`)?.focus()
  }
  const consent = async (given: boolean) =>
    settle(
      await setContactConsent(ownCase.code, given, language),
      given ? text.contactGiven : text.contactTaken,
    )

  return (
    <div class="no-print">
      <CheckField
        id={`consent-${ownCase.code}`}
        label={text.giveContact}
        checked={ownCase.contactConsent}
        onChange={(given) => void consent(given)}
      />
      <Withdraw text={text} onWithdraw={() => void withdraw()} />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
    </div>
  )
}

/** What came of a service request or a referral. */
function ResultNote({ ownCase, language }: Omit<CardProps, 'handlers'>) {
  const { result } = ownCase
  if (result === null) return null
  const text = requestText[language]
  return (
    <div class="result">
      <h3>
        {text.result}
        <span class="tag">{text.outcomes[result.outcome]}</span>
      </h3>
      <p lang="zh-CN">{result.done}</p>
      <p class="field-hint">{text.resultBy(result.by, result.on)}</p>
    </div>
  )
}

/** How far a case has come, kept up to date while it is open. */
export function CaseCard(props: CardProps) {
  const { ownCase, language, handlers } = props
  const text = peopleText[language]
  const { code, state, step } = ownCase

  usePoll(step !== 'closed', async () => {
    const read = await readCase(code, language)
    if (read.ok && read.value.updatedAt !== ownCase.updatedAt) await handlers.onNews()
  })

  const note = stateNote(ownCase, language)
  return (
    <article class="case-card" id={`case-${code}`} tabIndex={-1}>
      <h2>
        {text.caseTitle(code)}
        {ownCase.kind === 'consultation' ? null : (
          <span class="tag">{requestText[language].menu[ownCase.kind]}</span>
        )}
        {ownCase.confidential ? <span class="tag">{text.confidentialTag}</span> : null}
      </h2>
      <p class="field-hint">
        {text.handledBy('')}
        <span lang="zh-CN">{ownCase.organisation}</span>
      </p>
      <ProgressSteps ownCase={ownCase} text={text} />
      {note === null ? null : <p>{note}</p>}
      <ResultNote ownCase={ownCase} language={language} />
      {ownCase.canWithdraw ? <Controls {...props} /> : null}
      {state === 'delivered' || state === 'closed' ? (
        <Rating
          {...{ language, rated: { caseCode: code }, rating: ownCase.rating }}
          legend={chatText[language].ratingCase}
          announce={handlers.announce}
        >
          {(details) => <RatingDetails {...details} />}
        </Rating>
      ) : null}
    </article>
  )
}

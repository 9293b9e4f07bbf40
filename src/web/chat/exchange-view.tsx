import { useMemo } from 'preact/hooks'
import type { Citation } from '../../shared/message.ts'
import { trainingWishOf } from '../../shared/training-question.ts'
import { commonText, problemText } from '../shared/common-text.ts'
import { languageTag } from '../shared/language.ts'
import type { Language } from '../shared/language.ts'
import { AnswerActions, FollowUps, RoutingNote } from './answer-actions.tsx'
import type { Person } from './answer-actions.tsx'
import { AnswerBody } from './answer-body.tsx'
import { AnswerRating } from './answer-rating.tsx'
import { chatText } from './chat-text.ts'
import { labelOf } from './copy-answer.ts'
import { PrintedSources, SourceList } from './source-list.tsx'
import { shownCitations, shownText } from './thread.ts'
import type { Exchange } from './thread.ts'
import type { OpenTraining } from './training/calls.ts'
import { WithPeople } from './with-people.tsx'

export type ExchangeHandlers = {
  onAsk: (question: string) => void
  onRetry: (exchange: Exchange) => void
  onEdit: (exchange: Exchange) => void
  onOpen: (citation: Citation) => void
  announce: (text: string) => void
  person: Person
  onTraining: (training?: OpenTraining) => void
}

type ExchangeProps = { exchange: Exchange; language: Language; handlers: ExchangeHandlers }

/** Refusals that the same words will meet again. */
const needsOtherWords = ['invalid', 'too_large', 'forbidden']

function Trouble(props: ExchangeProps) {
  const { exchange, language, handlers } = props
  const text = chatText[language]
  const interrupted = exchange.state === 'interrupted'
  if (exchange.state === 'stopped') return <p class="answer-note">{text.stopped}</p>
  if (!interrupted && exchange.state !== 'failed') return null
  const edits = needsOtherWords.includes(exchange.problem?.code ?? '')
  const again = interrupted ? text.resume : commonText[language].retry
  const action = edits ? text.edit : again
  const detail =
    exchange.problem === null ? text.notice.failed : problemText(exchange.problem, language)
  return (
    <div class="trouble no-print">
      <p class="problem">{interrupted ? text.interrupted : detail}</p>
      <button
        type="button"
        onClick={() => (edits ? handlers.onEdit(exchange) : handlers.onRetry(exchange))}
      >
        {action}
      </button>
    </div>
  )
}

/** An answer keeps its own language when the page is switched to the other. */
function langOf({ answer }: Exchange): string | undefined {
  return answer === null ? undefined : languageTag[answer.language]
}

/** The sessions that an answer about training calls for. */
function Trainings({ exchange, language, handlers }: ExchangeProps) {
  const { state, answer } = exchange
  const wish = state === 'done' && answer !== null ? trainingWishOf(answer) : undefined
  if (wish === undefined) return null
  return (
    <WithPeople language={language}>
      {({ TrainingCard }) => (
        <TrainingCard {...{ wish, language }} onRegister={handlers.onTraining} />
      )}
    </WithPeople>
  )
}

function Answer(props: ExchangeProps) {
  const { exchange, language, handlers } = props
  const text = chatText[language]
  const words = shownText(exchange)
  const citations = shownCitations(exchange)
  const running = exchange.state === 'running'
  const sealed = exchange.state === 'done' || exchange.state === 'stopped'
  return (
    <div class="answer" aria-busy={running}>
      <h3 class="hidden-text">{text.assistant}</h3>
      {words === '' && running ? <p class="searching">{text.searching}</p> : null}
      <div class="answer-words" lang={langOf(exchange)}>
        <AnswerBody
          words={words}
          complete={sealed}
          citations={citations}
          text={text}
          onOpen={handlers.onOpen}
        />
      </div>
      <Trouble {...props} />
      {words === '' ? null : <p class="ai-label">{labelOf(exchange, language)}</p>}
      {sealed && exchange.answer !== null ? (
        <RoutingNote
          answer={exchange.answer}
          lang={langOf(exchange)}
          person={handlers.person}
          text={text}
        />
      ) : null}
      <Trainings {...props} />
      <SourceList citations={citations} language={language} text={text} onOpen={handlers.onOpen} />
      <PrintedSources citations={citations} language={language} text={text} />
      {sealed && words !== '' ? (
        <AnswerActions
          exchange={exchange}
          language={language}
          announce={handlers.announce}
          person={handlers.person}
        />
      ) : null}
      {sealed && exchange.answer !== null ? (
        <AnswerRating
          messageId={exchange.answer.id}
          rating={exchange.rating}
          language={language}
          announce={handlers.announce}
        />
      ) : null}
    </div>
  )
}

type ViewProps = ExchangeProps & { latest: boolean }

function ExchangeParts(props: ViewProps) {
  const { exchange, language, handlers, latest } = props
  const text = chatText[language]
  const suggestions = exchange.state === 'done' ? (exchange.answer?.suggestions ?? []) : []
  return (
    <article class={latest ? 'exchange latest' : 'exchange'}>
      <div class="question">
        <h2 class="hidden-text">{text.you}</h2>
        <p>{exchange.question ?? text.withheld}</p>
      </div>
      <Answer exchange={exchange} language={language} handlers={handlers} />
      {latest ? (
        <FollowUps {...{ suggestions, text }} lang={langOf(exchange)} onAsk={handlers.onAsk} />
      ) : null}
    </article>
  )
}

/** Only the exchange that changed is drawn again while an answer streams in. */
export function ExchangeView(props: ViewProps) {
  const { exchange, language, handlers, latest } = props
  return useMemo(
    () => <ExchangeParts {...{ exchange, language, handlers, latest }} />,
    [exchange, language, handlers, latest],
  )
}

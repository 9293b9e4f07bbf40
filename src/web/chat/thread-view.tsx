import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Problem } from '../shared/call-api.ts'
import { Failure } from '../shared/loading-states.tsx'
import type { Language } from '../shared/language.ts'
import { chatText } from './chat-text.ts'
import { ExchangeView } from './exchange-view.tsx'
import type { ExchangeHandlers } from './exchange-view.tsx'
import { arrange } from './handling.ts'
import type { Handling } from './handling.ts'
import { PeopleItemView } from './people-item.tsx'
import type { PeopleHandlers } from './people-item.tsx'
import type { Thread } from './thread.ts'
import { Welcome } from './welcome.tsx'
import { TrainingNewsPart } from './training-news-part.tsx'

export function ThreadView(props: {
  thread: Thread
  handling: Handling
  language: Language
  handlers: ExchangeHandlers
  peopleHandlers: PeopleHandlers
  problem: Problem | null
  onRestore: () => void
}) {
  const { thread, handling, language, handlers, problem } = props
  const text = chatText[language]
  const inner = useRef<HTMLDivElement>(null)
  const latestKey = thread[thread.length - 1]?.key
  const items = useMemo(() => arrange(thread, handling), [thread, handling])

  useEffect(() => {
    inner.current?.querySelector('.latest')?.scrollIntoView({ block: 'start' })
  }, [latestKey])

  return (
    <div class="thread">
      <div class="thread-inner" ref={inner}>
        {problem === null ? null : (
          <div class="notice">
            <p>{text.loadFailed}</p>
            <Failure problem={problem} language={language} onRetry={props.onRestore} />
          </div>
        )}
        <TrainingNewsPart language={language} onOpen={() => handlers.onTraining()} />
        {items.length === 0 ? (
          <Welcome text={text} onAsk={handlers.onAsk} onPerson={handlers.person.onOpen} />
        ) : (
          <>
            <h1 class="hidden-text">{text.title}</h1>
            <p class="print-only print-head">
              {text.title} · {text.label}
            </p>
          </>
        )}
        {items.map((item) => {
          if (item.kind !== 'exchange') {
            const handlers = props.peopleHandlers
            const key = item.kind === 'case' ? item.case.code : item.statement.id
            return <PeopleItemView key={key} {...{ item, language, handlers }} />
          }
          const { exchange } = item
          const latest = exchange.key === latestKey
          return <ExchangeView key={exchange.key} {...{ exchange, language, handlers, latest }} />
        })}
      </div>
    </div>
  )
}

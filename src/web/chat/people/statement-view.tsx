import type { DeliveredStatement } from '../../../cases/asker-cases.ts'
import type { Citation } from '../../../shared/message.ts'
import type { Language } from '../../shared/language.ts'
import { AnswerBody } from '../answer-body.tsx'
import { chatText } from '../chat-text.ts'
import { PrintedSources, SourceList } from '../source-list.tsx'
import { beijingTime } from '../../shared/beijing-time.ts'
import { peopleText } from './people-text.ts'

const chinese = /[\u4e00-\u9fff]/

/** The words of a person, under the person's name: no AI label belongs to them (DESIGN §2.11). */
export function StatementView(props: {
  statement: DeliveredStatement
  language: Language
  onOpen: (citation: Citation) => void
}) {
  const { statement, language, onOpen } = props
  const { author, authorName, citations } = statement
  const text = chatText[language]
  return (
    <article class="statement">
      <h2>
        <span>{peopleText[language][author](authorName)}</span>
        <time dateTime={statement.at}>{beijingTime(statement.at, language)}</time>
      </h2>
      <div class="answer-words" lang={chinese.test(statement.text) ? 'zh-CN' : 'en'}>
        <AnswerBody words={statement.text} complete {...{ citations, text, onOpen }} />
      </div>
      <SourceList {...{ citations, language, text, onOpen }} />
      <PrintedSources {...{ citations, language, text }} />
    </article>
  )
}

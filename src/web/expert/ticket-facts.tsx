import { fieldName } from '../shared/field-words.ts'
import type { Language } from '../shared/language.ts'
import type { OwnTicket } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'

const chinese = /[\u4e00-\u9fff]/
const requestParts = ['service', 'when', 'where', 'partner'] as const

/** What is known of the case besides its words. */
export function TicketFacts(props: { ticket: OwnTicket; language: Language }) {
  const { case: subject } = props.ticket
  const text = ticketText[props.language]
  const rows: [label: string, value: string][] = [
    [text.facts.kind, text.kinds[subject.kind]],
    [text.facts.field, fieldName(subject.field, props.language)],
    [text.facts.district, subject.district ?? ''],
    [text.facts.industry, subject.industry ?? ''],
    [text.facts.topics, subject.topics.join('、')],
    [text.facts.parties, subject.parties.join('、')],
    [text.facts.language, text.languages[subject.language]],
    ...requestParts.map((part): [string, string] => [
      text.request[part],
      subject.request?.[part] ?? '',
    ]),
  ]
  return (
    <dl class="facts">
      {rows.map(([label, value]) =>
        value === '' ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd lang={chinese.test(value) ? 'zh-CN' : undefined}>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

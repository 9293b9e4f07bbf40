import type { Brief } from '../../cases/brief.ts'
import type { Citation } from '../../shared/message.ts'
import { clauseName } from '../shared/clause-name.ts'
import type { Language } from '../shared/language.ts'
import { StatusTag } from '../shared/status-tag.tsx'
import { flatMap } from '../shared/flat-map.ts'
import { placeOf } from '../shared/clause.ts'
import type { Clause } from '../shared/clause.ts'
import { citationOf, isSame } from './chosen-clauses.ts'
import { readBrief, readWritten } from './ticket-guards.ts'
import type { Evidence, OwnTicket, Written } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'

const shownAtOnce = 3
const longestStart = 36

/** The evidence of a brief as clauses that can be opened and cited. */
export function clausesOf(evidence: readonly Evidence[]): Clause[] {
  return flatMap(evidence, ({ title, heading, quote, status, statusText, url }): Clause[] => {
    const place = placeOf(url)
    return place === undefined ? [] : [{ title, heading, quote, status, statusText, url, ...place }]
  })
}

/** All that the briefs of a case rest on, each clause once. */
export function offeredClauses({ brief, writtenBrief }: OwnTicket['case']): Clause[] {
  const evidence = [readBrief(brief), readWritten(writtenBrief)]
  const all = flatMap(evidence, (each) => clausesOf(each?.evidence ?? []))
  return all.filter((clause, at) => all.findIndex((each) => isSame(each, clause)) === at)
}

/** Clauses of one section are told apart by how they begin. */
function firstWords(quote: string): string {
  const words = quote.replace(/\s+/g, ' ').slice(0, longestStart)
  return words.length < longestStart ? words : `${words}……`
}

/** One clause: a tap opens it. */
export function ClauseButton(props: {
  clause: Clause
  n: number
  language: Language
  onOpen: (citation: Citation) => void
}) {
  const { clause, n, language } = props
  const name = clauseName(clause)
  return (
    <button
      type="button"
      class="clause-button"
      aria-haspopup="dialog"
      onClick={() => props.onOpen(citationOf(clause, n))}
    >
      <span class="source-number" aria-hidden="true">
        {n}
      </span>
      <span class="source-words">
        <span class="hidden-text">{ticketText[language].openClause}</span>
        <span class="source-clause" lang="zh-CN">
          {name === '' ? clause.title : name}
        </span>
        <span class="source-document" lang="zh-CN">
          {clause.title}：{firstWords(clause.quote)}
        </span>
      </span>
      <StatusTag {...clause} language={language} />
    </button>
  )
}

function EvidenceRows(props: {
  clauses: Clause[]
  from: number
  language: Language
  onOpen: (citation: Citation) => void
}) {
  const { clauses, from, language, onOpen } = props
  return (
    <ol class="source-rows">
      {clauses.map((clause, at) => (
        <li key={clause.url}>
          <ClauseButton {...{ clause, language, onOpen }} n={from + at + 1} />
        </li>
      ))}
    </ol>
  )
}

/** The first of them at once, the others folded away. */
function EvidenceList(props: {
  clauses: Clause[]
  language: Language
  onOpen: (citation: Citation) => void
}) {
  const { clauses, language } = props
  const text = ticketText[language]
  const rest = clauses.slice(shownAtOnce)
  if (clauses.length === 0) return null
  return (
    <>
      <h3>{text.evidence}</h3>
      <EvidenceRows {...props} clauses={clauses.slice(0, shownAtOnce)} from={0} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{text.moreEvidence(rest.length)}</summary>
          <EvidenceRows {...props} clauses={rest} from={shownAtOnce} />
        </details>
      )}
    </>
  )
}

function Lines(props: { title: string; lines: string[] }) {
  if (props.lines.length === 0) return null
  return (
    <>
      <h3>{props.title}</h3>
      <ul class="lines" lang="zh-CN">
        {props.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  )
}

/** The question, masked, with what was said, the evidence and what to ask back. */
export function BriefView(props: {
  brief: Brief | null
  clauses: Clause[]
  language: Language
  onOpen: (citation: Citation) => void
}) {
  const { brief, clauses, language, onOpen } = props
  const text = ticketText[language]
  if (brief === null) return <p>{text.noBrief}</p>
  const others = brief.facts.filter((fact) => fact !== brief.question)
  return (
    <section class="panel">
      <h2>{text.briefTitle}</h2>
      <p class="field-hint">{text.briefNote}</p>
      <h3>{text.asked}</h3>
      <p class="asked" lang="zh-CN">
        {brief.question}
      </p>
      <Lines title={text.said} lines={others} />
      <EvidenceList {...{ clauses, language, onOpen }} />
      <Lines title={text.askBack} lines={brief.askBack} />
      {brief.suggestedAnswer === '' ? null : (
        <details>
          <summary>{text.suggested}</summary>
          <p class="said" lang="zh-CN">
            {brief.suggestedAnswer}
          </p>
          <p class="ai-label">{text.aiLabel}</p>
        </details>
      )}
    </section>
  )
}

/** A model's summary of the case: what of it has passed the checks, under the AI label. */
export function WrittenView(props: {
  written: Written
  language: Language
  onOpen: (citation: Citation) => void
}) {
  const { written, language } = props
  const text = ticketText[language]
  return (
    <section class="panel">
      <h2>{text.written}</h2>
      <p class="ai-label">{written.label}</p>
      <p class="asked" lang="zh-CN">
        {written.question}
      </p>
      <Lines title={text.writtenFacts} lines={written.facts} />
      <Lines title={text.writtenAnswer} lines={written.answer.map((sentence) => sentence.text)} />
      <EvidenceList {...props} clauses={clausesOf(written.evidence)} />
      <Lines title={text.askBack} lines={written.askBack} />
    </section>
  )
}

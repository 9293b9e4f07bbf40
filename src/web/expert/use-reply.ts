import { useState } from 'preact/hooks'
import { flatMap } from '../shared/flat-map.ts'
import { isString, listOf, objectOf } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { checkReply, readTicket, sendReply } from './calls.ts'
import { isClause } from '../shared/clause.ts'
import type { Clause } from '../shared/clause.ts'
import { insertAt, isSame, withoutMark } from './chosen-clauses.ts'
import type { Finding, OwnTicket } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'
import { useDraft } from './use-draft.ts'
import { useStep } from './use-step.ts'
import type { StepHandlers } from './use-step.ts'

export const replyId = 'reply-text'

type ReplyDraft = { text: string; clauses: Clause[] }
export const isReplyDraft = objectOf<ReplyDraft>({ text: isString, clauses: listOf(isClause) })
export const replyDraftName = (ticketId: string) => `expert.reply.${ticketId}`

/** A returned reply is gone on with as it was. */
function firstDraft({ statements, returns }: OwnTicket): ReplyDraft {
  const last = returns.length === 0 ? undefined : statements[statements.length - 1]
  const citations: unknown = last?.citations
  const clauses = Array.isArray(citations)
    ? flatMap(citations, (each: unknown) => (isClause(each) ? [each] : []))
    : []
  return { text: last?.text ?? '', clauses }
}

/** Where the cursor is, or was when the field was left; the end where it never was. */
function cursorIn(text: string): number {
  const area = document.getElementById(replyId)
  return area instanceof HTMLTextAreaElement && area.selectionEnd > 0
    ? area.selectionEnd
    : text.length
}

function placeCursor(at: number): void {
  window.setTimeout(() => {
    const area = document.getElementById(replyId)
    if (!(area instanceof HTMLTextAreaElement)) return
    area.focus()
    area.setSelectionRange(at, at)
  })
}

/** What can be done to the words and the clauses of a reply. */
function useWriting(ticket: OwnTicket) {
  const { draft, change, clear, restored } = useDraft(
    replyDraftName(ticket.id),
    isReplyDraft,
    firstDraft(ticket),
  )
  const insert = (words: string, clauses = draft.clauses) => {
    const at = cursorIn(draft.text)
    change({ text: insertAt(draft.text, at, words), clauses })
    placeCursor(at + words.length)
  }
  return {
    draft,
    clear,
    restored,
    write: (text: string) => change({ text }),
    insertMark: (n: number) => insert(`[${n}]`),
    insertParagraph: (words: string) => insert(draft.text === '' ? words : `\n${words}`),
    cite: (clause: Clause) => {
      if (draft.clauses.some((known) => isSame(known, clause))) return
      insert(`[${draft.clauses.length + 1}]`, draft.clauses.concat(clause))
    },
    drop: (at: number) =>
      change({
        text: withoutMark(draft.text, at + 1),
        clauses: draft.clauses.filter((_, index) => index !== at),
      }),
  }
}

export type Writing = ReturnType<typeof useWriting>

/** The reply has arrived although its answer was lost: what stands there is what was sent. */
async function hasArrived(id: string, text: string, language: Language): Promise<boolean> {
  const read = await readTicket(id, language)
  if (!read.ok || read.value.state !== 'replied') return false
  const { statements } = read.value
  return statements[statements.length - 1]?.text === text
}

export function useReply(ticket: OwnTicket, language: Language, handlers: StepHandlers) {
  const text = ticketText[language]
  const writing = useWriting(ticket)
  const [findings, setFindings] = useState<Finding[] | null>(null)
  const [missing, setMissing] = useState(false)
  const words = writing.draft.text.trim()
  const evidence = writing.draft.clauses.map(({ document, locator }) => ({ document, locator }))

  const finish = () => {
    writing.clear()
    setFindings(null)
    return text.sent
  }
  const onConflict = () => {
    void hasArrived(ticket.id, words, language).then((arrived) => {
      if (arrived) handlers.onDone(finish())
      else handlers.onConflict()
    })
  }
  const { sending, problem, take } = useStep({ onDone: handlers.onDone, onConflict })
  const checking = useStep({ onDone: () => {}, onConflict })

  const sendNow = () => {
    const body = { version: ticket.version, text: words, evidence }
    take(() => sendReply(ticket.id, body, language), finish)
  }
  const submit = () => {
    setMissing(words === '')
    if (words === '') return document.getElementById(replyId)?.focus()
    return checking.take(
      () => checkReply(ticket.id, words, language),
      (checked) => {
        if (checked.findings.length === 0) sendNow()
        else setFindings(checked.findings)
        return ''
      },
    )
  }
  return {
    writing,
    findings,
    missing: missing && words === '',
    sending: sending || checking.sending,
    problem: problem ?? checking.problem,
    submit,
    sendNow,
    revise: () => {
      setFindings(null)
      placeCursor(findings?.[0]?.start ?? 0)
    },
  }
}

import { useState } from 'react'
import { entryChannels, fields } from '../../../shared/message.ts'
import type { EntryChannel, Field } from '../../../shared/message.ts'
import { type Clause, isClause } from '../../shared/clause.ts'
import { isBoolean, isNumber, isString, listOf, objectOf, oneOf } from '../../shared/guards.ts'
import { newKey } from '../../shared/new-key.ts'

/** District of the own organisation, and none. */
export const OWN = ''
export const NONE = '-'

export type EntryDraft = {
  /** Names the form: sent twice, it is entered once. */
  key: string
  channel: EntryChannel
  question: string
  answer: string
  clauses: Clause[]
  field: Field
  /** `OWN`, `NONE` or a name. */
  district: string
  minutes: number
  /** As the browser writes it, without a zone; empty: now. */
  time: string
  solved: boolean
  confidential: boolean
  contact: string
}

const isDraft = objectOf<EntryDraft>({
  key: isString,
  channel: oneOf(entryChannels),
  question: isString,
  answer: isString,
  clauses: listOf(isClause),
  field: oneOf(fields),
  district: isString,
  minutes: isNumber,
  time: isString,
  solved: isBoolean,
  confidential: isBoolean,
  contact: isString,
})

const PREFIX = 'zhiwen.console.entry.'

/** The next one comes the same way as the last. */
export const emptyDraft = (channel: EntryDraft['channel'] = 'telephone'): EntryDraft => ({
  key: newKey(),
  channel,
  question: '',
  answer: '',
  clauses: [],
  field: '综合',
  district: OWN,
  minutes: 5,
  time: '',
  solved: true,
  confidential: false,
  contact: '',
})

function recall(name: string): EntryDraft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? 'null')
    return isDraft(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

/** Of what is confidential, and of contact data, nothing stays in the browser. */
function keep(name: string, draft: EntryDraft): void {
  try {
    if (draft.confidential) localStorage.removeItem(name)
    else localStorage.setItem(name, JSON.stringify({ ...draft, contact: '' }))
  } catch {
    // A full or closed store: the draft lives as long as the page.
  }
}

/** What somebody is entering; kept in the browser with every key, until it is entered. */
export function useEntryDraft(accountId: string) {
  const name = `${PREFIX}${accountId}`
  const [draft, setDraft] = useState(() => recall(name) ?? emptyDraft())
  return {
    draft,
    change: (part: Partial<EntryDraft>) =>
      setDraft((current) => {
        const next = { ...current, ...part }
        keep(name, next)
        return next
      }),
    startOver: () => {
      localStorage.removeItem(name)
      setDraft(emptyDraft(draft.channel))
    },
  }
}

/** The clause and its words at the end of the answer, with its mark; one that is cited already is only quoted. */
export function withClause(draft: EntryDraft, clause: Clause): Partial<EntryDraft> {
  const { clauses, answer } = draft
  const at = clauses.findIndex(
    ({ document, locator }) => document === clause.document && locator === clause.locator,
  )
  const n = at === -1 ? clauses.length + 1 : at + 1
  const lines = clause.quote.trim().replaceAll(/\n+/g, '\n')
  const quote = `《${clause.title}》${clause.heading}：“${lines}”[${n}]`
  return {
    answer: answer.trim() === '' ? quote : `${answer.trimEnd()}\n${quote}`,
    clauses: at === -1 ? [...clauses, clause] : clauses,
  }
}

/** As the API takes it, without the key of a new one. */
export function toInput(draft: EntryDraft) {
  const { channel, question, answer, field, minutes, solved, confidential } = draft
  return {
    channel,
    question: question.trim(),
    answer: answer.trim(),
    evidence: draft.clauses.map(({ document, locator }) => ({ document, locator })),
    field,
    ...(draft.district !== OWN && { district: draft.district === NONE ? null : draft.district }),
    minutes,
    ...(draft.time !== '' && { tookPlaceAt: new Date(draft.time).toISOString() }),
    solved,
    confidential,
    ...(draft.contact.trim() !== '' && { contact: draft.contact.trim() }),
  }
}

import { useState } from 'react'
import { isClause } from '../../shared/clause.ts'
import { isNumber, isString, listOf, objectOf } from '../../shared/guards.ts'
import { useAccount } from '../account.ts'
import { draftOf, readBrief, readClauses, readWritten } from './brief.ts'
import type { Draft } from './brief.ts'
import { type CaseDetail, pendingOf } from './use-case.ts'

/** What the editor begins with, and what it is compared with. */
export type Basis = Draft & {
  id: string
  /** `pending`: what an expert or a colleague has written · `suggestion`: what the machine would say. */
  kind: 'pending' | 'suggestion' | 'empty'
}

export function basisOf(detail: CaseDetail): Basis {
  const pending = pendingOf(detail)
  if (pending) {
    const clauses = readClauses(pending.citations)
    return { id: pending.id, kind: 'pending', text: pending.text, clauses }
  }
  const written = readWritten(detail.writtenBrief)
  const drafted = written && draftOf(written)
  if (drafted) return { id: 'written', kind: 'suggestion', ...drafted }
  const suggested = readBrief(detail.brief)?.suggestedAnswer ?? ''
  if (suggested === '') return { id: 'empty', kind: 'empty', text: '', clauses: [] }
  const answer = detail.turns.findLast((turn) => turn.answer?.text === suggested)?.answer
  // What a machine says when it hands over is not what a person says.
  const cited = answer?.sentences.filter(({ citations }) => citations.length > 0) ?? []
  const text = cited.length > 0 ? cited.map((sentence) => sentence.text).join('\n') : suggested
  return { id: 'brief', kind: 'suggestion', text, clauses: readClauses(answer?.citations) }
}

type Kept = Draft & { basis: string; at: number }

const isKept = objectOf<Kept>({
  basis: isString,
  text: isString,
  at: isNumber,
  clauses: listOf(isClause),
})

const PREFIX = 'zhiwen.console.draft.'
const KEEP_MS = 14 * 86_400_000

/** Drafts of confidential cases end with the tab; the others stay in this browser for two weeks. */
const storeOf = (confidential: boolean): Storage => (confidential ? sessionStorage : localStorage)

function recallDraft(store: Storage, key: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(key) ?? 'null')
    return isKept(kept) && Date.now() - kept.at < KEEP_MS ? kept : undefined
  } catch {
    return undefined
  }
}

export type ReplyDraft = Draft & {
  basis: Basis
  changed: boolean
  /** The draft was begun on words that others have replaced since. */
  outdated: boolean
  change: (draft: Partial<Draft>) => void
  /** Back to the words that it begins with. */
  reset: () => void
  forget: () => void
}

/** What staff are writing in one case; kept in the browser with every key, until it is sent. */
export function useReplyDraft(detail: CaseDetail): ReplyDraft {
  const { id: accountId } = useAccount()
  const store = storeOf(detail.confidential)
  const key = `${PREFIX}${accountId}.${detail.id}`
  const basis = basisOf(detail)
  const [kept, setKept] = useState(() => recallDraft(store, key))
  const current = kept ?? basis
  const forget = () => {
    store.removeItem(key)
    setKept(undefined)
  }
  return {
    text: current.text,
    clauses: current.clauses,
    basis,
    changed: kept !== undefined && kept.text !== basis.text,
    outdated: kept !== undefined && kept.basis !== basis.id,
    change: (draft) => {
      const { text, clauses } = { ...current, ...draft }
      const next = { basis: kept?.basis ?? basis.id, text, clauses, at: Date.now() }
      setKept(next)
      try {
        store.setItem(key, JSON.stringify(next))
      } catch {
        // A full or closed store: the draft lives as long as the page.
      }
    },
    reset: forget,
    forget,
  }
}

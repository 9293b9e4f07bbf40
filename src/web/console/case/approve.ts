import { api, read } from '../api.ts'
import type { Draft } from './brief.ts'
import { can } from './permissions.ts'
import type { ReplyDraft } from './reply-draft.ts'
import type { CaseDetail } from './use-case.ts'

const evidenceOf = ({ clauses }: Draft) =>
  clauses.map(({ document, locator }) => ({ document, locator }))

/**
 * Sends the words to the asker: releases what waits, or answers, after having taken the case in hand where nobody has.
 * @returns `sent`, or `waits` where a second person has to release it
 * @throws ApiError
 */
export async function approve(
  detail: CaseDetail,
  draft: ReplyDraft,
  took: Took,
): Promise<'sent' | 'waits'> {
  const param = { id: detail.id }
  const text = draft.text.trim()
  const evidence = evidenceOf(draft)
  if (can('deliver', detail.state)) {
    // Untouched words go out as they are, with their clauses as they were cited.
    const edited = draft.changed || draft.clauses !== draft.basis.clauses
    const json = { version: detail.version, ...(edited && { text, evidence }) }
    await read(api.cases[':id'].deliver.$post({ param, json }))
    return 'sent'
  }
  const version = can('reply', detail.state) ? detail.version : await take(detail, took)
  const json = { version, text, evidence }
  const { state } = await read(api.cases[':id'].reply.$post({ param, json }))
  return state === 'replied' ? 'waits' : 'sent'
}

/** Tells the version of a case since it is in one's own hands. */
export type Took = (version: number) => void

/** @returns the version that the case has in one's own hands */
export async function take({ id, version }: CaseDetail, took: Took): Promise<number> {
  const taken = await read(api.cases[':id'].take.$post({ param: { id }, json: { version } }))
  took(taken.version)
  return taken.version
}

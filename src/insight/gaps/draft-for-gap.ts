import type { ActingAccount } from '../../accounts/account.ts'
import { checkReviewDay } from '../../curation/change-curated.ts'
import { auditCurated, type CuratedState } from '../../curation/curated-answer.ts'
import { curatedAnswers } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { clauseUrl, headerOf, headingOf, presentStatus } from '../../knowledge/present.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { readUnits } from '../../knowledge/search-passages.ts'
import { maskPersonalData } from '../../privacy/mask-personal-data.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { type Citation, fields } from '../../shared/message.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'
import { updateGap } from './change-gap.ts'
import { viewGap } from './list-gaps.ts'

type Drafting = {
  by: ActingAccount
  id: string
  version: number
  answer: string
  /** Units that it rests on. */
  evidence: { document: string; locator: string }[]
  reviewOn: string
}

/**
 * Drafts a curated answer (精选问答) for a gap, whose label is its question, personal data masked; the gap is in work
 * then. As with every draft, names are for a person to take out, and somebody else publishes.
 * @returns the id of the draft
 * @throws AppError `not_found`, also for evidence that is not there · `invalid` for a day gone by ·
 * `conflict`, also where it has a draft or a published answer already
 */
export async function draftForGap(
  deps: Deps,
  { by, id, version, answer, evidence, reviewOn }: Drafting,
): Promise<string> {
  const { now } = deps
  checkReviewDay(reviewOn, now())
  const citations = await citeUnits(deps, evidence)
  return deps.db.transaction(async (tx) => {
    const found = await viewGap(tx, by, undefined, id)
    const question = found?.gap.label ?? null
    if (found?.gap.kind !== 'gap' || question === null) {
      throw new AppError('not_found', 'gap_unknown')
    }
    const { gap, labelId } = found
    if (isAnswered(gap.curatedState)) throw new AppError('conflict', 'gap_drafted')
    const [draft] = await tx
      .insert(curatedAnswers)
      .values({
        id: newId(),
        messageId: labelId,
        question,
        answer: maskPersonalData(answer),
        citations,
        field: fields.find((each) => each === gap.field) ?? '综合',
        ownerId: by.id,
        reviewOn,
        state: 'draft',
        version: 1,
        createdAt: now(),
      })
      .returning()
    if (!draft) throw new Error('insert returned no row')
    await auditCurated(tx, by, 'change_knowledge', draft)
    const set = { state: 'in_work', curatedId: draft.id, changedAt: now() } as const
    await updateGap(tx, { by, id, version }, set)
    return draft.id
  })
}

const isAnswered = (state: CuratedState | null) => state === 'draft' || state === 'published'

async function citeUnits(deps: Deps, evidence: Drafting['evidence']): Promise<Citation[]> {
  const knowledge = await loadKnowledge(deps)
  const units = await readUnits(deps.db, knowledge.index.id, evidence)
  if (units.length < evidence.length) throw new AppError('not_found', 'passage_unknown')
  const context = { day: shanghaiDay(deps.now()), language: 'zh' } as const
  return units.map(({ document, locator, path, text, start, end }, at) => {
    const header = headerOf(knowledge, document)
    return {
      n: at + 1,
      document,
      title: header.title,
      locator,
      heading: headingOf(path, locator),
      quote: text,
      start,
      end,
      ...presentStatus(header, context),
      url: clauseUrl(document, locator),
    }
  })
}

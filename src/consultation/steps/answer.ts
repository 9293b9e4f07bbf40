import type { Deps } from '../../deps.ts'
import { type FoundPassage, scoreNested } from '../../knowledge/search-passages.ts'
import type { Sentence } from '../../shared/message.ts'
import type { Settings } from '../../knowledge/schemas.ts'
import { findServicePoints } from '../../organisations/service-points.ts'
import { chooseQuotes, type Chosen, mergeUnits } from '../answering/choose-quotes.ts'
import { createCitations } from '../answering/cite.ts'
import { correctPremise } from '../answering/correct-premise.ts'
import { tellPoint } from '../answering/tell-point.ts'
import { writeUnit } from '../answering/write-answer.ts'
import type { Draft } from '../draft.ts'
import { comparesInVain } from '../understanding/compare-districts.ts'
import { tellRange } from '../understanding/read-as-of.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'

/** Writes the extractive answer: the exact passages with their lead, and what must be said of them. */
export async function answer(draft: Draft, deps: Deps): Promise<Draft> {
  const { knowledge, understanding } = draft
  const { language } = understanding
  const asOf = draft.asOf?.range
  const fixed = fixedText(draft)
  const day = shanghaiDay(deps.now())
  const citations = createCitations({ knowledge, day, language, asOf })
  const chosen = needsEvidence(draft) ? await choose(draft, deps) : []
  const writer = { knowledge, citations, language, day, asOf }
  const written = chosen.flatMap((each) => writeUnit(writer, each))
  const nothing =
    needsEvidence(draft) && written.length === 0 && !fixed
      ? [knowledge.replies.notices.nothing_found[language]]
      : []
  const points = await tellPoints(draft, deps)
  const plain = (text: string) => ({ text, citations: [] })
  const before = written.length > 0 ? noticesBefore(draft, chosen) : []
  const first = [...(fixed ? [fixed] : []), ...before].map(plain)
  const sentences = [...first, ...written, ...[...nothing, ...points].map(plain)]
  return {
    ...draft,
    citations: citations.list,
    sentences: sentences.map((sentence, at): Sentence => ({ n: at + 1, ...sentence })),
  }
}

/** What is said before the quotes: that orders were not followed, and what the source has otherwise. */
function noticesBefore(draft: Draft, chosen: Chosen[]): string[] {
  const { knowledge, understanding, outcome, asOf } = draft
  const { notices } = knowledge.replies
  const { language, full, expansions, instructionsSetAside } = understanding
  const setAside = [
    ...(instructionsSetAside ? [notices.instructions_set_aside[language]] : []),
    ...(asOf ? [notices.as_of[language].replace('{what}', tellRange(asOf.range, language))] : []),
  ]
  if (outcome !== 'answer') return setAside
  if (comparesInVain(understanding, knowledge)) return [...setAside, notices.no_row_names[language]]
  const quotes = chosen.flatMap((each) => each.quotes.map(({ text }) => text))
  const { bodies } = knowledge.lexicon
  const correction = correctPremise({ question: full, expansions }, quotes, bodies)
  if (!correction) return setAside
  const { kind, stated } = correction
  const said = notices[kind === 'number' ? 'wrong_number' : 'wrong_body'][language]
  return [...setAside, said.replace('{stated}', () => stated)]
}

/** Intents that are answered without a source. */
export const WITHOUT_EVIDENCE = new Set(['greeting', 'thanks', 'about_assistant', 'vague', 'human'])

function needsEvidence({ understanding, outcome }: Draft): boolean {
  return (
    (outcome === 'answer' || outcome === 'escalate') &&
    !WITHOUT_EVIDENCE.has(understanding.intent) &&
    understanding.intent !== 'missing_fact'
  )
}

/** What the documents do not hold and institutions enter of themselves. */
const OF_INSTITUTIONS = new Set(['phone', 'address', 'hours'])
const MOST_POINTS = 3

/** Where to go or call in the district, for who asks where, when or by which number. */
async function tellPoints({ knowledge, understanding }: Draft, deps: Deps): Promise<string[]> {
  const { intent, detail, language, districts } = understanding
  if (intent !== 'missing_fact' || !OF_INSTITUTIONS.has(detail ?? '')) return []
  const points = await findServicePoints(deps.db, { districts, limit: MOST_POINTS })
  if (points.length === 0) return []
  const lead = knowledge.replies.notices.service_points[language]
  return [lead, ...points.map((point) => tellPoint(point, language))]
}

/** The canned reply of the outcome, where there is one. */
function fixedText({ knowledge, understanding, outcome }: Draft): string | undefined {
  const { refuse, clarify, chat, missing_fact: missing, escalate } = knowledge.replies
  const { intent, detail, language } = understanding
  const pick = (replies: Record<string, { zh: string; en: string }>, key: string) =>
    replies[key]?.[language]
  switch (outcome) {
    case 'refuse':
      return pick(refuse, intent) ?? pick(refuse, 'off_topic')
    case 'clarify':
      return pick(clarify, detail ?? '') ?? pick(clarify, 'what_matter')
    case 'escalate':
      return intent === 'missing_fact' ? pick(missing, detail ?? '') : pick(escalate, intent)
    case 'answer':
      return pick(chat, intent)
  }
}

/** The score of what the question names outright. */
const NAMED = 1
const MOST_NAMED = 8
const ROW_KINDS = new Set(['platform', 'course', 'district'])

/** What to quote: the best units of each part of the question, and of them what is near to it. */
async function choose({ parts, knowledge, outcome }: Draft, deps: Deps): Promise<Chosen[]> {
  const { answer: settings } = knowledge.settings
  const most = parts.length > 1 ? 1 : settings.most
  const picked = parts.flatMap((part) =>
    selectUnits(part.found, settings, most).map((unit) => ({ unit, part })),
  )
  const units = new Set(picked.map(({ unit }) => unit.id)).size
  // Where a person is to take over, the sources only show where it leads.
  const length = outcome === 'escalate' ? settings.escalatedLength : settings.typicalLength
  const room = Math.max(settings.leastLength, length / Math.max(1, units * 0.8))
  const chosen = await Promise.all(
    picked.map(async ({ unit, part }) => {
      const nested = await scoreNested(deps.db, knowledge, { ...part, unitIds: [unit.id] })
      return chooseQuotes(unit, nested, { room, tie: settings.quoteTie })
    }),
  )
  return mergeUnits(chosen)
}

/** The best unit and those as good; of table rows only rows of the same table. */
function selectUnits(
  found: FoundPassage[],
  { minimumScore, tie, rowTie }: Settings['answer'],
  most: number,
): FoundPassage[] {
  const good = found.filter(({ score }) => score >= minimumScore)
  const named = good.filter(({ score }) => score === NAMED)
  if (named.length > 0) return named.slice(0, MOST_NAMED)
  const [first] = good
  if (!first) return []
  const isRow = ROW_KINDS.has(first.kind)
  const near = good.filter(
    ({ score, kind }) =>
      score >= first.score - (isRow ? rowTie : tie) && (!isRow || kind === first.kind),
  )
  return near.slice(0, most)
}

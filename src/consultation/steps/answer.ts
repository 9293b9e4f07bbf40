import type { Deps } from '../../deps.ts'
import { type FoundPassage, scoreNested } from '../../knowledge/search-passages.ts'
import { weighQuestion } from '../../knowledge/weigh-words.ts'
import type { Sentence } from '../../shared/message.ts'
import { chooseQuotes, type Chosen } from '../answering/choose-quotes.ts'
import { today } from '../../knowledge/present.ts'
import { createCitations } from '../answering/cite.ts'
import { statusNotes, writeUnit } from '../answering/write-answer.ts'
import type { Draft } from '../draft.ts'

/** Writes the extractive answer: the exact passages with their lead, and what must be said of them. */
export async function answer(draft: Draft, deps: Deps): Promise<Draft> {
  const { knowledge, understanding } = draft
  const { language } = understanding
  const fixed = fixedText(draft)
  const day = today(deps.now())
  const citations = createCitations({ knowledge, day, language })
  const chosen = needsEvidence(draft) ? await choose(draft, deps) : []
  const written = chosen.flatMap((each) => writeUnit({ knowledge, citations, language }, each))
  const notes = statusNotes({ knowledge, language }, citations.list)
  const nothing =
    needsEvidence(draft) && written.length === 0 && !fixed
      ? [knowledge.replies.notices.nothing_found[language]]
      : []
  const plain = (text: string) => ({ text, citations: [] })
  const sentences = [
    ...(fixed ? [plain(fixed)] : []),
    ...written,
    ...[...nothing, ...notes].map(plain),
  ]
  return {
    ...draft,
    citations: citations.list,
    sentences: sentences.map((sentence, at): Sentence => ({ n: at + 1, ...sentence })),
    coverage: coverageOf(draft, written.length),
  }
}

const WITHOUT_EVIDENCE = new Set(['greeting', 'thanks', 'about_assistant', 'vague', 'human'])

function needsEvidence({ understanding, outcome }: Draft): boolean {
  return (
    (outcome === 'answer' || outcome === 'escalate') &&
    !WITHOUT_EVIDENCE.has(understanding.intent) &&
    understanding.intent !== 'missing_fact'
  )
}

function coverageOf({ outcome, understanding }: Draft, quoted: number): Draft['coverage'] {
  if (outcome === 'refuse' || outcome === 'clarify') return 'none'
  if (understanding.intent === 'missing_fact') return 'none'
  if (outcome === 'escalate') return quoted > 0 ? 'partial' : 'none'
  return quoted > 0 || WITHOUT_EVIDENCE.has(understanding.intent) ? 'complete' : 'none'
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

/** Units worth quoting: the best of each part; for one question also near runners-up. */
async function choose(draft: Draft, deps: Deps): Promise<Chosen[]> {
  const { settings } = draft.knowledge
  const units = selectUnits(draft)
  const { full, expansions } = draft.understanding
  const nested = await scoreNested(
    deps.db,
    {
      indexId: draft.knowledge.index.id,
      embedding: draft.embedding,
      words: weighQuestion(full, expansions, settings.search.expansionWeight),
    },
    units.map(({ id }) => id),
  )
  const room = Math.max(60, Math.floor(settings.answer.typicalLength / units.length))
  return units.map((unit) =>
    chooseQuotes(
      unit,
      nested.filter(({ passageId }) => passageId === unit.id),
      room,
    ),
  )
}

function selectUnits({ found, foundByPart, understanding, knowledge }: Draft): FoundPassage[] {
  const { settings } = knowledge
  const { minimumScore, tie } = settings.search
  const good = found.filter(({ score }) => score >= minimumScore)
  const rows = good.filter(({ score }) => score === 1)
  if (rows.length > 0) return rows.slice(0, 8)
  if (understanding.parts.length > 1) {
    const best = foundByPart.flatMap((part) =>
      part.filter(({ score }) => score >= minimumScore).slice(0, 1),
    )
    return [...new Map(best.map((unit) => [unit.id, unit])).values()].slice(
      0,
      settings.answer.mostUnits,
    )
  }
  const [first] = good
  return first ? good.filter(({ score }) => score >= first.score - tie).slice(0, 2) : []
}

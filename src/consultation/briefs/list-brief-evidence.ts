import { and, eq, or } from 'drizzle-orm'
import type { WrittenBrief } from '../../cases/brief.ts'
import type { Database } from '../../db/database.ts'
import { passages } from '../../db/schema/index.ts'
import { clauseUrl, headerOf, headingOf, presentStatus } from '../../knowledge/present.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { Answer } from '../../shared/message.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'
import type { Evidence } from '../verification/verify-sentence.ts'

export type BriefEvidence = Evidence & { shown: WrittenBrief['evidence'][number] }

const MOST = 6

type Cited = { answers: Answer[]; language: 'zh' | 'en'; now: Date }

/** The clauses that the answers of a conversation rest on, the last first, as the knowledge has them now. */
export async function listBriefEvidence(
  db: Database,
  knowledge: RuntimeKnowledge,
  { answers, language, now }: Cited,
): Promise<BriefEvidence[]> {
  const cited = answers.toReversed().flatMap(({ citations }) => citations)
  const unique = [...new Map(cited.map((each) => [addressOf(each), each])).values()].slice(0, MOST)
  if (unique.length === 0) return []
  const wanted = unique.map(({ document, locator }) =>
    and(eq(passages.document, document), eq(passages.locator, locator)),
  )
  const rows = await db
    .select()
    .from(passages)
    .where(and(eq(passages.indexId, knowledge.index.id), or(...wanted)))
  const found = unique.flatMap(
    (each) => rows.find((row) => addressOf(row) === addressOf(each)) ?? [],
  )
  return found.map(({ document, locator, path, text }, at) => {
    const header = headerOf(knowledge, document)
    const id = `E${at + 1}`
    const { title } = header
    const status = presentStatus(header, { day: shanghaiDay(now), language })
    const heading = headingOf(path, locator)
    const shown = { id, title, heading, quote: text, ...status, url: clauseUrl(document, locator) }
    const headings = path.slice(1)
    return { id, document, locator, title, headings, text, status: status.status, shown }
  })
}

const addressOf = ({ document, locator }: { document: string; locator: string }) =>
  `${document}#${locator}`

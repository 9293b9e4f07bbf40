import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { AnswerBody } from '../shared/message-body.ts'
import type { Database } from '../db/database.ts'
import { consultations, messages, passages } from '../db/schema/index.ts'
import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import { Lexicon } from '../knowledge/schemas.ts'
import { AppError } from '../shared/errors.ts'
import { sha256 } from '../shared/ids.ts'
import { type Citation, statuses } from '../shared/message.ts'

const FORMAT = 'zhiwen-evidence-pack/1'

/** A passage as it stood when the pack was made: `text` is [start, end) of the document's body. */
const PackedPassage = z.strictObject({
  document: z.string(),
  locator: z.string(),
  title: z.string(),
  headings: z.array(z.string()),
  status: z.enum(statuses),
  start: z.int(),
  end: z.int(),
  text: z.string(),
  sha256: z.string(),
})
export type PackedPassage = z.infer<typeof PackedPassage>

const PackBody = z.strictObject({
  format: z.literal(FORMAT),
  consultation: z.strictObject({
    number: z.int(),
    channel: z.string(),
    askedAt: z.string(),
    answeredAt: z.string(),
  }),
  question: z.string().nullable(),
  answer: AnswerBody,
  /** Every passage that the answer cites, whole. */
  passages: z.array(PackedPassage),
  /** Steps, scores, models, prompt versions and the findings of the checks. */
  trace: z.json(),
  /** With which the checks are made again. */
  lexicon: Lexicon,
})

/** Question, answer, evidence and checks of one consultation, for somebody who was not there. */
export const EvidencePack = PackBody.extend({ digest: z.string() })
export type EvidencePack = z.infer<typeof EvidencePack>

/**
 * The pack of one answered message.
 * @throws AppError `not_found` · `conflict` when a cited clause no longer stands as it was cited
 */
export async function buildEvidencePack(
  db: Database,
  knowledge: RuntimeKnowledge,
  messageId: string,
): Promise<EvidencePack> {
  const [row] = await db
    .select({
      question: messages.question,
      answer: messages.answer,
      number: consultations.number,
      channel: consultations.channel,
      trace: consultations.trace,
      askedAt: consultations.askedAt,
      answeredAt: consultations.answeredAt,
    })
    .from(messages)
    .innerJoin(consultations, eq(consultations.messageId, messages.id))
    .where(eq(messages.id, messageId))
  if (!row?.answer) throw new AppError('not_found', 'message_unknown')
  const cited = await Promise.all(
    row.answer.citations.map((citation) => readPassage(db, knowledge, citation)),
  )
  const byAddress = new Map(cited.map((each) => [`${each.document}#${each.locator}`, each]))
  const body = PackBody.parse({
    format: FORMAT,
    consultation: {
      number: row.number,
      channel: row.channel,
      askedAt: row.askedAt.toISOString(),
      answeredAt: row.answeredAt.toISOString(),
    },
    question: row.question,
    answer: row.answer,
    passages: [...byAddress.values()],
    trace: row.trace,
    lexicon: knowledge.lexicon,
  })
  return { ...body, digest: await digestOf(body) }
}

/** The unit that holds a cited quote, to the letter. */
async function readPassage(
  db: Database,
  { index, documents }: RuntimeKnowledge,
  citation: Citation,
): Promise<PackedPassage> {
  const units = await db
    .select()
    .from(passages)
    .where(
      and(
        eq(passages.indexId, index.id),
        eq(passages.document, citation.document),
        eq(passages.locator, passages.unit),
      ),
    )
  const unit = units.find(({ start, end, text }) => {
    const within = start <= citation.start && citation.end <= end
    return within && text.slice(citation.start - start, citation.end - start) === citation.quote
  })
  if (!unit) throw new AppError('conflict', 'clause_changed')
  const { document, locator, start, end, text, path } = unit
  const title = documents.find(({ id }) => id === document)?.title ?? document
  return {
    document,
    locator,
    title,
    headings: path.slice(1),
    status: citation.status,
    start,
    end,
    text,
    sha256: await sha256(text),
  }
}

/** The one way in which a pack is written: a file of it has these bytes and no others. */
export function serialisePack(pack: EvidencePack): string {
  return `${JSON.stringify(sorted(pack), undefined, 1)}\n`
}

export function digestOf(body: z.infer<typeof PackBody>): Promise<string> {
  return sha256(JSON.stringify(sorted(body)))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}

import { curatedDocument } from '../../shared/curated.ts'
import { sha256 } from '../../shared/ids.ts'
import { formatDay, parseDay, shanghaiDay } from '../../shared/shanghai-day.ts'
import type { Passage } from '../passage.ts'
import type { SourceDocument } from '../read-documents.ts'
import type { Questions } from '../schemas.ts'
import { splitSentences } from '../split-sentences.ts'

/** A curated answer as it was published. `reviewOn` is the first `YYYY-MM-DD` day on which it no longer holds. */
export type PublishedAnswer = {
  id: string
  question: string
  answer: string
  /** What it rests on, as a reader finds it again: `《…》 › 第7条`. */
  basis: string[]
  organisation: string | null
  publishedAt: Date
  reviewOn: string
  inUse: boolean
}

/** What the index holds of one: a document with one unit, and the question that leads to it. */
export type CuratedDocument = { document: SourceDocument; passages: Passage[]; asked: Questions }

const TITLE = { zh: '精选问答', en: 'Curated answer' }
const UNIT = 'answer'
const LONGEST_HEADING = 120

/**
 * Makes a document of it, so that search, citation, status, evidence pack and expiry are those of every other
 * source. Its question is the heading; what it rests on stands in the last paragraph.
 */
export async function toCuratedDocument(answer: PublishedAnswer): Promise<CuratedDocument> {
  const id = curatedDocument(answer.id)
  const heading = headingOf(answer.question)
  const paragraphs = [...linesOf(answer.answer), ...basisOf(answer.basis)]
  const head = `# ${heading}\n\n`
  const body = `${head}${paragraphs.join('\n\n')}\n`
  const document: SourceDocument = {
    id,
    title: TITLE.zh,
    short_title: TITLE.zh,
    title_en: TITLE.en,
    issuer: answer.organisation,
    document_number: null,
    issued_on: shanghaiDay(answer.publishedAt),
    comment_from: null,
    comment_to: null,
    period_from: shanghaiDay(answer.publishedAt),
    period_to: formatDay(parseDay(answer.reviewOn) - 1),
    status_stated: 'issued',
    in_force_stated: true,
    source: { file: `curated/${answer.id}`, sha256: await sha256(body) },
    mends: [],
    units: [],
    unindexed: [],
    curated: answer.inUse ? 'in_use' : 'ended',
    body,
  }
  const path = [TITLE.zh, heading]
  const passages = splitAnswer({ document: id, path, body, start: head.length })
  const asked = [{ locator: UNIT, questions: [{ text: answer.question }] }]
  return { document, passages, asked: { document: id, passages: asked } }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function headingOf(question: string): string {
  const line = [...linesOf(question).join(' ')]
  return line.length > LONGEST_HEADING
    ? `${line.slice(0, LONGEST_HEADING).join('')}…`
    : line.join('')
}

const basisOf = (basis: string[]) =>
  basis.length > 0 ? [`依据：${[...new Set(basis)].join('；')}。`] : []

type Divided = { document: string; path: string[]; body: string; start: number }

/** The answer whole, and nested in it its paragraphs; the sentences of one that has no others. */
function splitAnswer({ document, path, body, start }: Divided): Passage[] {
  const end = body.trimEnd().length
  const passage = (locator: string, from: number, to: number): Passage => ({
    document,
    locator,
    unit: UNIT,
    path,
    kind: locator === UNIT ? 'section' : 'item',
    text: body.slice(from, to),
    start: from,
    end: to,
  })
  const text = body.slice(start, end)
  const paragraphs = [...text.matchAll(/[^\n]+/gu)].map(({ index, 0: line }) => ({
    start: index,
    end: index + line.length,
  }))
  const isOne = paragraphs.length === 1
  const parts = isOne ? splitSentences(text) : paragraphs
  return [
    passage(UNIT, start, end),
    ...parts.map((part, at) =>
      passage(`${UNIT}.${isOne ? 's' : 'p'}${at + 1}`, start + part.start, start + part.end),
    ),
  ]
}

import type { Block, Finding, FindingKind, Metadata, Place } from './parsed-document.ts'
import { UploadRefused } from './refuse.ts'

/** What a reader found in a file, before it is judged as a whole. */
export type RawDocument = {
  title: string | undefined
  blocks: Block[]
  metadata: Metadata
  findings: Finding[]
  /** Every text anywhere in the file, shown or not, paragraph by paragraph. */
  said: string[]
  /** Texts that stand alone (margins, watermarks, properties): there a level of secrecy is a mark by itself. */
  apart: string[]
}

const MOST_CHARACTERS = 1_000_000
const MOST_BLOCKS = 20_000
/** Of one kind: nobody reads more. */
const MOST_FINDINGS = 40
const LONGEST_EXCERPT = 120

/** @throws UploadRefused when the text grows beyond what is read */
export function createRaw(): RawDocument {
  return {
    title: undefined,
    blocks: [],
    metadata: { margins: [] },
    findings: [],
    said: [],
    apart: [],
  }
}

/** Counts what a reader collects. @throws UploadRefused when it is too much */
export function createMeter(): (text: string) => void {
  let characters = 0
  let pieces = 0
  return (text) => {
    characters += text.length
    pieces += 1
    if (characters > 2 * MOST_CHARACTERS || pieces > 5 * MOST_BLOCKS)
      throw new UploadRefused('upload_too_much_inside')
  }
}

/** @throws UploadRefused when the blocks hold more than a document that people read */
export function refuseLength(blocks: readonly Block[]): void {
  const characters = blocks.reduce((sum, { text }) => sum + text.length, 0)
  if (blocks.length > MOST_BLOCKS || characters > MOST_CHARACTERS)
    throw new UploadRefused('upload_too_much_inside')
}

type Found = { kind: FindingKind; place: Place; number?: number | undefined; text: string }

/** The same is told once. */
export function addFinding(findings: Finding[], { kind, place, number, text }: Found): void {
  const excerpt = oneLine(text).slice(0, LONGEST_EXCERPT)
  const alike = findings.filter((finding) => finding.kind === kind)
  const isTold = alike.some(({ excerpt: told, where }) => {
    return told === excerpt && where.place === place && where.number === number
  })
  if (isTold || alike.length >= MOST_FINDINGS) return
  findings.push({ kind, where: number === undefined ? { place } : { place, number }, excerpt })
}

/** White space other than the space becomes one; both ends are trimmed. */
export const oneLine = (text: string): string => text.replace(/[^\S \u3000]+/g, ' ').trim()

import type { Passage, PassageKind } from './passage.ts'
import type { UnitRule } from './schemas.ts'
import { splitSentences } from './split-sentences.ts'

type Divisible = {
  id: string
  title: string
  body: string
  units: UnitRule[]
  unindexed: { starts: string }[]
}
type Block = { start: number; end: number; text: string }
type Section = { headings: string[]; title: Block | undefined; blocks: Block[] }
type Unit = {
  locator: string
  kind: PassageKind
  path: string[]
  blocks: Block[]
  /** Where its text begins, if before its first block. */
  start: number | undefined
  /** Nothing of it is quoted alone. */
  whole: boolean
}
type Paragraph = { head: Block | undefined; list: Block[] }
type Span = { locator: string; start: number; end: number }

const heading = /^(#{1,6})[^\S\n]+(\S.*)$/
const article = /^第\s*([0-9零一二三四五六七八九十百]+)\s*条/
const numberedHeading = /^(?:[（(]([零一二三四五六七八九十百]+)[）)]|([0-9]+)[.．])/
const listMark = /^(?:([a-z])\)|[（(]([一二三四五六七八九十]+|[0-9]+)[）)]|[0-9]+[.．])/
const row = /^([0-9]+)[.．、 ]/
/** A list item shorter than this (`咨询电话；`) says nothing without its list. */
const shortestItem = 12

/**
 * Splits a text along its own structure: units (an article, a point, a service, a table row), and nested in them
 * their paragraphs and list items, so that an answer can quote just one.
 */
export function splitPassages(document: Divisible): Passage[] {
  const taken = new Set<string>()
  return readSections(document).flatMap((section, index) =>
    readUnits(section, index, document).flatMap((unit) => toPassages(unit, document, taken)),
  )
}

function toPassages(unit: Unit, { id, body }: Divisible, taken: Set<string>): Passage[] {
  const first = unit.blocks[0]
  const last = unit.blocks.at(-1)
  if (!first || !last) return []
  const locator = claim(unit.locator, taken)
  const passage = (kind: PassageKind, { locator, start, end }: Span, unitLocator: string) => ({
    document: id,
    locator,
    unit: unitLocator,
    path: unit.path,
    kind,
    text: body.slice(start, end),
    start,
    end,
  })
  const start = unit.start ?? first.start
  const whole = passage(unit.kind, { locator, start, end: last.end }, locator)
  if (unit.whole) return [whole]
  const listed = readItems(locator, unit.blocks)
  const items = (listed.length > 0 ? listed : readSentences(whole))
    .map((span) => ({ ...span, locator: claim(span.locator, taken) }))
    .map((span) => passage('item', span, locator))
  return [whole, ...items]
}

/** A single paragraph is quoted by its sentences. */
function readSentences({ locator, text, start }: Passage): Span[] {
  return splitSentences(text).map((sentence, index) => ({
    locator: `${locator}.s${index + 1}`,
    start: start + sentence.start,
    end: start + sentence.end,
  }))
}

function claim(locator: string, taken: Set<string>): string {
  let free = locator
  for (let n = 2; taken.has(free); n += 1) free = `${locator}~${n}`
  taken.add(free)
  return free
}

function readBlocks(body: string): Block[] {
  const blocks: Block[] = []
  for (const line of body.matchAll(/\S[^\n]*/g)) {
    const text = line[0].trimEnd()
    const block = { start: line.index, end: line.index + text.length, text }
    const before = blocks.at(-1)
    if (before && continues(before, block, body))
      blocks.splice(-1, 1, {
        ...block,
        start: before.start,
        text: body.slice(before.start, block.end),
      })
    else blocks.push(block)
  }
  return blocks
}

function continues(before: Block, block: Block, body: string): boolean {
  if (heading.test(before.text) || heading.test(block.text)) return false
  return body.slice(before.end, block.start).split('\n').length === 2
}

function readSections({ title, body }: Divisible): Section[] {
  const stack: { level: number; text: string }[] = []
  let section: Section = { headings: [title], title: undefined, blocks: [] }
  const sections = [section]
  for (const block of readBlocks(body)) {
    const [, marks, text] = heading.exec(block.text) ?? []
    if (marks === undefined || text === undefined) {
      section.blocks.push(block)
      continue
    }
    while ((stack.at(-1)?.level ?? 0) >= marks.length) stack.pop()
    if (!fold(text).includes(fold(title))) stack.push({ level: marks.length, text })
    const start = block.end - text.length
    const headings = [title, ...stack.map((entry) => entry.text)]
    section = { headings, title: { ...block, start }, blocks: [] }
    sections.push(section)
  }
  return sections
}

function fold(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '')
}

function readUnits(section: Section, index: number, document: Divisible): Unit[] {
  const rule = document.units.find(
    (candidate) => candidate.heading !== undefined && isUnder(section, candidate.heading),
  )
  if (rule?.rows) return section.blocks.flatMap((block) => readRow(block, rule, section))
  const base = { whole: false, ...(rule ?? nameByHeading(section, index)), path: section.headings }
  const start = rule?.titled ? section.title?.start : undefined
  const units: Unit[] = [{ ...base, blocks: [], start }]
  for (const block of section.blocks) {
    const fresh = { ...base, blocks: [block], start: undefined }
    const unit = startUnit(fresh, units, document)
    if (unit) units.push(unit)
    else units.at(-1)?.blocks.push(block)
  }
  return units
}

/** The unit that begins with the block of `fresh`, if one does. */
function startUnit(fresh: Unit, before: Unit[], document: Divisible): Unit | undefined {
  const text = fresh.blocks[0]?.text ?? ''
  const begins = ({ starts }: { starts?: string | undefined }) => starts && text.startsWith(starts)
  if (document.unindexed.some(begins)) return { ...fresh, blocks: [] }
  const rule = document.units.find(begins)
  if (rule) return { ...fresh, ...rule }
  const number = article.exec(text)?.[1]
  if (number) return { ...fresh, locator: `art${toNumber(number)}`, kind: 'article' }
  if (!text.startsWith('——')) return undefined
  const goals = before.filter(({ kind, locator }) => kind === 'goal' && locator !== fresh.locator)
  return { ...fresh, locator: `${fresh.locator}.${goals.length + 1}`, kind: 'goal' }
}

function isUnder(section: Section, name: string): boolean {
  const names = name.split('›').map((part) => part.trim())
  return names.join() === section.headings.slice(-names.length).join()
}

function readRow(block: Block, rule: UnitRule, section: Section): Unit[] {
  const number = row.exec(block.text)?.[1]
  if (number === undefined) return []
  const locator = `${rule.locator}.${number}`
  const path = section.headings
  return [{ locator, kind: rule.kind, path, blocks: [block], start: undefined, whole: true }]
}

function nameByHeading(section: Section, index: number): { locator: string; kind: PassageKind } {
  const [, chinese, digits] = numberedHeading.exec(section.headings.at(-1) ?? '') ?? []
  const number = chinese ?? digits
  if (number !== undefined) return { locator: `point${toNumber(number)}`, kind: 'point' }
  return { locator: `section${index}`, kind: 'section' }
}

function toNumber(text: string): number {
  if (/^[0-9]+$/.test(text)) return Number(text)
  const digit = (character = '') => '零一二三四五六七八九'.indexOf(character || '零')
  const [hundreds, rest] = text.includes('百') ? text.split('百', 2) : ['', text]
  const [tens, ones] = rest?.includes('十') ? rest.split('十', 2) : [undefined, rest]
  const ten = tens === undefined ? 0 : digit(tens) || 1
  return digit(hundreds) * 100 + ten * 10 + digit(ones?.replace('零', ''))
}

function readItems(unit: string, blocks: Block[]): Span[] {
  const paragraphs = readParagraphs(blocks)
  const [only] = paragraphs
  if (only && paragraphs.length === 1) {
    const lead =
      only.head && only.list.length > 0 ? [{ ...only.head, locator: `${unit}.lead` }] : []
    return [...lead, ...readList(unit, only.list)]
  }
  return paragraphs.flatMap(({ head, list }, index) => {
    const locator = `${unit}.p${index + 1}`
    const start = (head ?? list[0])?.start ?? 0
    const end = (list.at(-1) ?? head)?.end ?? 0
    return [{ locator, start, end }, ...readList(locator, list)]
  })
}

/** A list item without a mark (the sources have lost some) is known by the semicolon before it. */
function readParagraphs(blocks: Block[]): Paragraph[] {
  const paragraphs: Paragraph[] = []
  for (const block of blocks) {
    const current = paragraphs.at(-1)
    const isAwaited = /[；;]$/.test(current?.list.at(-1)?.text ?? '')
    const listed = listMark.test(block.text) || isAwaited
    if (!listed) paragraphs.push({ head: block, list: [] })
    else if (current) current.list.push(block)
    else paragraphs.push({ head: undefined, list: [block] })
  }
  return paragraphs
}

function readList(locator: string, list: Block[]): Span[] {
  const numbers = list.flatMap(({ text }) => /^([0-9]+)\. /.exec(text)?.[1] ?? [])
  // Where every item says `1. `, the source has lost its numbering; a quote of item 3 should not begin with 1.
  const lost = numbers.every((number) => number === '1')
  return list.flatMap(({ start, end, text }, index) => {
    const [, letter, number] = listMark.exec(text) ?? []
    const label = letter ?? (number === undefined ? index + 1 : toNumber(number))
    const skipped = lost ? (/^1\. +/.exec(text)?.[0].length ?? 0) : 0
    if (text.length - skipped < shortestItem) return []
    return { locator: `${locator}(${label})`, start: start + skipped, end }
  })
}

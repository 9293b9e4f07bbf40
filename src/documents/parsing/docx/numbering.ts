import { childOf, valueOf, type XmlElement } from './read-xml.ts'
import { formatNumber } from './format-number.ts'

type Level = { start: number; format: string; text: string; suffix: string; isLegal: boolean }
type List = { id: string; levels: Level[]; starts: Map<number, number> }

export type Label = {
  /** What Word writes before the paragraph: `第七条 `, `（一）`; empty for a bullet. */
  text: string
  /** From 0. */
  depth: number
}

/** Counts the paragraphs of lists in the order in which they are given. */
export type Counter = (numbering: XmlElement) => Label | undefined

const LEVELS = 9

/** ECMA-376 part 1, 17.9: the numbers that stand in no text. */
export function createCounter(root: XmlElement | undefined): Counter {
  const lists = readLists(root)
  const counts = new Map<string, number[]>()
  const begun = new Set<string>()
  return (numbering) => {
    const list = lists.get(valueOf(numbering, 'numId') ?? '')
    const depth = Number(valueOf(numbering, 'ilvl') ?? '0')
    const level = list?.levels[depth]
    if (!list || !level) return undefined
    const count = counts.get(list.id) ?? []
    counts.set(list.id, count)
    const restart = begun.has(restartKey(numbering, depth)) ? undefined : list.starts.get(depth)
    begun.add(restartKey(numbering, depth))
    const before = count[depth]
    count[depth] = restart ?? (before === undefined ? level.start : before + 1)
    count.length = depth + 1
    return { text: labelOf(list, count), depth }
  }
}

const restartKey = (numbering: XmlElement, depth: number): string =>
  `${valueOf(numbering, 'numId')}/${depth}`

function readLists(root: XmlElement | undefined): Map<string, List> {
  const abstracts = new Map(
    named(root, 'abstractNum').map((element) => {
      return [element.attributes['abstractNumId'] ?? '', readLevels(element)] as const
    }),
  )
  return new Map(
    named(root, 'num').map((element) => {
      const id = valueOf(element, 'abstractNumId') ?? ''
      return [element.attributes['numId'] ?? '', readList(element, id, abstracts.get(id))] as const
    }),
  )
}

/** A list rests on an abstract one, and may say otherwise level by level. */
function readList(element: XmlElement, id: string, abstract: readonly Level[] = []): List {
  const list: List = { id, levels: [...abstract], starts: new Map() }
  for (const override of named(element, 'lvlOverride')) {
    const depth = Number(override.attributes['ilvl'] ?? '0')
    const own = childOf(override, 'lvl')
    if (own && depth < LEVELS) list.levels[depth] = readLevel(own)
    const start = Number(valueOf(override, 'startOverride') ?? Number.NaN)
    if (Number.isInteger(start)) list.starts.set(depth, start)
  }
  return list
}

const named = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? []

function readLevels(element: XmlElement): Level[] {
  const levels: Level[] = []
  for (const each of named(element, 'lvl')) {
    const depth = Number(each.attributes['ilvl'] ?? '0')
    if (Number.isInteger(depth) && depth >= 0 && depth < LEVELS) levels[depth] = readLevel(each)
  }
  return levels
}

function readLevel(element: XmlElement): Level {
  const start = Number(valueOf(element, 'start') ?? '0')
  return {
    start: Number.isInteger(start) ? start : 0,
    format: valueOf(element, 'numFmt') ?? 'decimal',
    text: (valueOf(element, 'lvlText') ?? '').slice(0, 40),
    suffix: valueOf(element, 'suff') ?? 'tab',
    isLegal: childOf(element, 'isLgl') !== undefined,
  }
}

function labelOf({ levels }: List, count: readonly number[]): string {
  const current = levels[count.length - 1]
  if (!current || current.format === 'bullet' || current.format === 'none') return ''
  const label = current.text.replace(/%([1-9])/g, (_, digit: string) => {
    const at = Number(digit) - 1
    const level = levels[at]
    if (!level) return ''
    const format = current.isLegal ? 'decimal' : level.format
    return formatNumber(count[at] ?? level.start, format)
  })
  // A mark that closes itself needs no room after it.
  return current.suffix === 'nothing' || /[）)、．]$/.test(label) ? label : `${label} `
}

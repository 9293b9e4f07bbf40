import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readDocument } from '../../../src/knowledge/read-documents.ts'
import { splitPassages } from '../../../src/knowledge/split-passages.ts'
import {
  compareUnits,
  type Unit,
  type UnitChange,
} from '../../../src/knowledge/versions/compare-units.ts'

const folder = new URL('../../fixtures/documents/', import.meta.url)
const ByHand = z.object({
  changed: z.record(z.string(), z.string()),
  removed: z.array(z.string()),
  renumbered: z.record(z.string(), z.string()),
  added: z.array(z.string()),
})

async function readDraft(): Promise<Unit[]> {
  const file = new URL('../../../knowledge/policies/measures-draft.md', import.meta.url)
  const read = readDocument('policies/measures-draft.md', await readFile(file, 'utf8'))
  if (!('value' in read)) throw new Error('the draft cannot be read')
  return units(read.value)
}

const units = (document: Parameters<typeof splitPassages>[0]) =>
  splitPassages(document).filter(({ locator, unit }) => locator === unit)

async function readFinal(): Promise<Unit[]> {
  const body = await readFile(new URL('measures-final.md', folder), 'utf8')
  return units({ id: 'measures-draft', title: '管理办法', body, units: [], unindexed: [] })
}

const pairs = (changes: UnitChange[], kind: 'changed' | 'renumbered') =>
  Object.fromEntries(
    changes.flatMap((change) =>
      change.kind === kind && 'before' in change && 'after' in change
        ? [[change.before.locator, change.after.locator]]
        : [],
    ),
  )

const only = (changes: UnitChange[], kind: 'removed' | 'added') =>
  changes.flatMap((change) => {
    if (change.kind !== kind) return []
    return 'before' in change ? change.before.locator : change.after.locator
  })

test('the final version of the measures differs from the draft in the articles that were noted by hand', async () => {
  const byHand = ByHand.parse(
    JSON.parse(await readFile(new URL('measures-final.json', folder), 'utf8')),
  )
  const changes = compareUnits(await readDraft(), await readFinal())
  expect({
    changed: pairs(changes, 'changed'),
    removed: only(changes, 'removed'),
    renumbered: pairs(changes, 'renumbered'),
    added: only(changes, 'added'),
  }).toEqual(byHand)
  const same = changes.filter(({ kind }) => kind === 'same').length
  expect(same).toBe(25 - 6 - 1 - 8)
})

const unit = (locator: string, text: string): Unit => {
  return { locator, path: [], kind: 'article', text, start: 0, end: text.length }
}

const article = fc.tuple(
  fc.integer({ min: 1, max: 30 }),
  fc.string({ unit: fc.constantFrom(...'甲乙丙丁戊己庚辛'), maxLength: 30 }),
)
const document = fc
  .uniqueArray(article, { selector: ([number]) => number, maxLength: 20 })
  .map((articles) =>
    articles.map(([number, text]) => unit(`art${number}`, `第${number}条 ${text}`)),
  )

test('every unit of both versions stands in the difference once, whatever has been changed', () => {
  fc.assert(
    fc.property(document, document, (before, after) => {
      const changes = compareUnits(before, after)
      const left = changes.flatMap((change) => ('before' in change ? [change.before] : []))
      const right = changes.flatMap((change) => ('after' in change ? [change.after] : []))
      expect(new Set(left)).toEqual(new Set(before))
      expect(left).toHaveLength(before.length)
      // The order of the later version is kept.
      expect(right).toEqual(after)
    }),
  )
})

test('a version is the same as itself', () => {
  fc.assert(
    fc.property(document, (units) => {
      expect(compareUnits(units, units).every(({ kind }) => kind === 'same')).toBe(true)
    }),
  )
})

test('an article that is moved by a new one before it keeps its identity, and one with other words does not', () => {
  const before = [
    unit('art1', '第1条 【目的】为了规范服务。'),
    unit('art2', '第二条 【范围】适用于本市的公共服务机构。'),
  ]
  const after = [
    unit('art1', '第1条 【目的】为了规范服务。'),
    unit('art2', '第二条 【原则】公开、公平、公正。'),
    unit('art3', '第三条 【范围】适用于本市的公共服务机构。'),
  ]
  expect(compareUnits(before, after).map(({ kind }) => kind)).toEqual([
    'same',
    'added',
    'renumbered',
  ])
})

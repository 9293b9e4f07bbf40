import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseCsv } from '../../src/experts/csv/parse-csv.ts'
import { problemOfPlace, problemOfTest, ROOT } from './named-tests.ts'

const STATUSES = ['met', 'partly', 'not met', 'deployment', 'document', 'n/a']

function rowsOf(path: string): string[][] {
  const csv = parseCsv(readFileSync(join(ROOT, path), 'utf8'))
  if (!('records' in csv)) throw new Error(`${path} is no CSV`)
  return csv.records
}

const [header, ...rows] = rowsOf('docs/asvs.csv')
const table = rows.map(([id = '', level = '', status = '', where = '', tests = '']) => {
  return { id, level, status, where, tests: tests === '' ? [] : tests.split(' | ') }
})

test('every requirement in scope stands in the table of ASVS, in its order and once', () => {
  const [, ...scope] = rowsOf('test/fixtures/security/asvs-scope.csv')
  expect(header).toEqual(['id', 'level', 'status', 'where', 'test'])
  expect(scope).toHaveLength(235)
  expect(table.map(({ id, level }) => [id, level])).toEqual(
    scope.map(([id, , level]) => [id, level]),
  )
})

test('what is said to be met names tests that exist, and nothing else does', () => {
  const wrong = table.flatMap(({ id, status, where, tests }) => [
    ...(STATUSES.includes(status) ? [] : [`${id}: ${status} is no status`]),
    ...((status === 'met') === tests.length > 0 ? [] : [`${id}: ${status}, ${tests.length} tests`]),
    ...(status === 'met' || where !== '' ? [] : [`${id}: ${status} without a reason`]),
    ...tests.map(problemOfTest).flatMap((problem) => (problem ? [`${id}: ${problem}`] : [])),
  ])
  expect(wrong).toEqual([])
})

test('what is said of a document or of the deployment stands where the table says', () => {
  const places = table.flatMap(({ id, status, where }) => {
    const named = where.match(
      /\b(?:docs|src|deploy)\/[\w/.-]+\.(?:md|ts|yaml|service)(?:#[^\s,;:]+)?/g,
    )
    const must = status === 'document' || status === 'deployment'
    if (must && named === null) return [`${id}: names no place`]
    return (named ?? []).flatMap((place) => {
      const problem = problemOfPlace(place)
      return problem ? [`${id}: ${problem}`] : []
    })
  })
  expect(places).toEqual([])
})

import { expect, test } from 'vitest'
import { statusOn } from '../../src/knowledge/read-documents.ts'

const issued = { status_stated: 'issued', period_to: '2024-12-31', in_force_stated: false } as const

test('a draft for comment is a draft on every day', () => {
  expect(statusOn({ ...issued, status_stated: 'draft' }, '2022-01-01')).toBe('draft')
  expect(statusOn({ ...issued, status_stated: 'draft', in_force_stated: true }, '2030-01-01')).toBe(
    'draft',
  )
})

test('a plan has ended on the day after its period, and not on its last day', () => {
  expect(statusOn(issued, '2024-12-31')).toBe('unverified')
  expect(statusOn(issued, '2025-01-01')).toBe('ended')
})

test('nothing is in force unless its own text says so', () => {
  const unknown = { status_stated: 'unknown', period_to: null, in_force_stated: false } as const
  expect(statusOn(unknown, '2026-01-01')).toBe('unverified')
  expect(statusOn({ ...unknown, in_force_stated: true }, '2026-01-01')).toBe('in_force')
  expect(statusOn({ ...issued, in_force_stated: true }, '2025-01-01')).toBe('ended')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roleGrams } from '../../../src/knowledge/classifier/role-grams.ts'
import { SolicitationRoles } from '../../../src/knowledge/solicitation-roles.ts'

const roles = {
  me: ['我', '我们', 'our'],
  my_firm: ['我们所'],
  you: ['您'],
  take_money: ['收您', '一口价'],
  other: ['他'],
  none: ['其他'],
}
const gramsOf = roleGrams(roles)

test('of words that begin alike the longest says who it is', () => {
  expect(gramsOf('我们所')).toContain('my_firm')
  expect(gramsOf('我们所')).not.toContain('me')
})

test('other words in the same parts give the same grams', () => {
  expect(gramsOf('我收您八百元')).toEqual(gramsOf('我们收您888块'))
})

test('a word within another is hidden by that, and within an English word it is none', () => {
  expect(gramsOf('其他')).toEqual(gramsOf('无'))
  expect(gramsOf('hours')).not.toContain('me')
  expect(gramsOf('for our clients')).toContain('me')
})

test('words meet in a clause, or only in the whole', () => {
  expect(gramsOf('我收您')).toContain('clause me+take_money')
  const apart = gramsOf('我看了,收您')
  expect(apart).not.toContain('clause me+take_money')
  expect(apart).toContain('whole me+take_money')
})

test('a sum is a sum, but a word that begins with a numeral is a word', () => {
  expect(gramsOf('两千三百块')).toContain('sum')
  expect(gramsOf('一口价')).toContain('take_money')
  expect(gramsOf('百分之二十')).toContain('share')
})

test('any text can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(gramsOf(text)).toBeInstanceOf(Array)
    }),
  )
})

test('a word plays one part', () => {
  expect(SolicitationRoles.safeParse({ me: ['我'], other: ['我'] }).success).toBe(false)
})

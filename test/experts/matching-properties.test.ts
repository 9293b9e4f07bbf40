import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchExperts } from '../../src/experts/matching/match-experts.ts'
import type { CaseProfile, ExpertProfile } from '../../src/experts/matching/profiles.ts'
import { defaultMatchWeights } from '../../src/experts/matching/weigh-expert.ts'
import { expertStatuses } from '../../src/shared/expert-status.ts'
import { fields } from '../../src/shared/message.ts'

const organisation = fc.constantFrom(
  '晨光科技有限公司',
  '北京远航软件有限公司',
  '远航',
  '鸿鹄医药',
  '明正律师事务所',
  '京华大学',
)
const someOrganisations = fc.uniqueArray(organisation, { maxLength: 2 })
const industry = fc.constantFrom('人工智能', '人工智能产业', '生物医药', '业')
const day = fc.constantFrom('2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06')
const instant = fc.date({
  min: new Date('2026-03-02T00:00:00Z'),
  max: new Date('2026-03-06T00:00:00Z'),
  noInvalidDate: true,
})

const anyExpert: fc.Arbitrary<ExpertProfile> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 3 }),
  name: fc.string(),
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant('active' as const) },
    fc.constantFrom(...expertStatuses),
  ),
  consented: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.boolean()),
  fields: fc.uniqueArray(fc.constantFrom(...fields), { maxLength: 3 }),
  industries: fc.uniqueArray(industry, { maxLength: 2 }),
  districts: fc.uniqueArray(fc.constantFrom('海淀区', '朝阳区'), { maxLength: 2 }),
  languages: fc.constantFrom(['zh'], ['zh', 'en'], ['en'], []),
  employer: organisation,
  clients: someOrganisations,
  competitorsOf: someOrganisations,
  capacity: fc.integer({ min: 0, max: 4 }),
  openTickets: fc.integer({ min: 0, max: 4 }),
  leave: fc.array(fc.record({ from: day, to: day }), { maxLength: 1 }),
  onDuty: fc.boolean(),
  lastOfferedAt: fc.option(instant),
  offeredCount: fc.integer({ min: 0, max: 50 }),
})

const anyCase: fc.Arbitrary<CaseProfile> = fc.record({
  id: fc.string(),
  field: fc.constantFrom(...fields),
  industry: fc.option(industry),
  district: fc.option(fc.constantFrom('海淀区', '朝阳区')),
  language: fc.constantFrom('zh', 'en'),
  organisation: fc.oneof({ weight: 3, arbitrary: fc.constant('自然人李四') }, organisation),
  parties: fc.uniqueArray(organisation, { maxLength: 1 }),
  declinedBy: fc.array(fc.string({ minLength: 1, maxLength: 1 }), { maxLength: 2 }),
  at: instant,
})

const anyRoster = fc.uniqueArray(anyExpert, { maxLength: 12, selector: ({ id }) => id })

const match = (one: CaseProfile, experts: ExpertProfile[]) =>
  matchExperts(one, experts, defaultMatchWeights)

test('the same experts in any order give the same proposals and exclusions', () => {
  fc.assert(
    fc.property(anyCase, anyRoster, fc.infiniteStream(fc.nat()), (one, experts, numbers) => {
      const shuffled = experts
        .map((expert) => ({ expert, key: Number(numbers.next().value) }))
        .sort((left, right) => left.key - right.key)
        .map(({ expert }) => expert)
      expect(match(one, shuffled)).toEqual(match(one, experts))
    }),
  )
})

test('nobody is proposed against a hard rule, and never more than three', () => {
  let proposed = 0
  fc.assert(
    fc.property(anyCase, anyRoster, (one, experts) => {
      const { proposals } = match(one, experts)
      expect(proposals.length).toBeLessThanOrEqual(3)
      const today = new Date(one.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
      for (const { expertId } of proposals) {
        proposed += 1
        const expert = experts.find(({ id }) => id === expertId)
        expect(expert).toMatchObject({ status: 'active', consented: true })
        expect(expert?.openTickets).toBeLessThan(expert?.capacity ?? 0)
        expect(one.declinedBy).not.toContain(expertId)
        expect(expert?.leave.some(({ from, to }) => from <= today && today <= to)).toBe(false)
        expect([one.organisation, ...one.parties]).not.toContain(expert?.employer)
        for (const client of expert?.clients ?? []) {
          expect([one.organisation, ...one.parties]).not.toContain(client)
        }
        expect(expert?.competitorsOf).not.toContain(one.organisation)
      }
    }),
    { numRuns: 500 },
  )
  expect(proposed).toBeGreaterThan(200)
})

test('every expert is excluded, proposed, or worse than three who are', () => {
  fc.assert(
    fc.property(anyCase, anyRoster, (one, experts) => {
      const { proposals, excluded } = match(one, experts)
      const barred = new Set(excluded.map(({ expertId }) => expertId))
      expect(proposals.length).toBe(Math.min(3, experts.length - barred.size))
      expect(proposals.filter(({ expertId }) => barred.has(expertId))).toEqual([])
      for (const left of experts) {
        const alone = match(one, [left]).proposals
        expect(alone.length).toBe(barred.has(left.id) ? 0 : 1)
      }
    }),
  )
})

test('a score is the sum of its reasons, from 0 to 100, best first', () => {
  fc.assert(
    fc.property(anyCase, anyRoster, (one, experts) => {
      const { proposals } = match(one, experts)
      for (const { score, reasons } of proposals) {
        const sum = reasons.reduce((total, { points }) => total + points, 0)
        expect(score).toBeCloseTo(sum, 6)
        expect(reasons.every(({ points }) => points >= 0)).toBe(true)
        expect(score).toBeLessThanOrEqual(100)
      }
      const scores = proposals.map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((left, right) => right - left))
    }),
  )
})

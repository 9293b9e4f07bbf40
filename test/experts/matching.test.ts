import { expect, test } from 'vitest'
import { matchExperts } from '../../src/experts/matching/match-experts.ts'
import type { CaseProfile, ExpertProfile } from '../../src/experts/matching/profiles.ts'
import { defaultMatchWeights } from '../../src/experts/matching/weigh-expert.ts'

const expert = (id: string, over: Partial<ExpertProfile> = {}): ExpertProfile => ({
  id,
  name: id,
  status: 'active',
  consented: true,
  fields: ['专利'],
  industries: ['人工智能'],
  districts: ['海淀区'],
  languages: ['zh'],
  employer: '北京明正律师事务所',
  clients: [],
  capacity: 3,
  openTickets: 0,
  leave: [],
  onDuty: false,
  lastOfferedAt: null,
  offeredCount: 0,
  ...over,
})

const subject = (over: Partial<CaseProfile> = {}): CaseProfile => ({
  id: 'case',
  field: '专利',
  industry: '人工智能',
  district: '海淀区',
  language: 'zh',
  organisation: '北京晨光智造科技有限公司',
  parties: [],
  declinedBy: [],
  at: new Date('2026-03-04T02:00:00Z'),
  ...over,
})

const match = (one: CaseProfile, experts: ExpertProfile[]) =>
  matchExperts(one, experts, defaultMatchWeights)

const barred: [string, Partial<ExpertProfile>, Partial<CaseProfile>, string[]][] = [
  ['suspended', { status: 'suspended' }, {}, ['not_active']],
  ['withdrawn', { status: 'withdrawn' }, {}, ['not_active']],
  ['removed', { status: 'removed' }, {}, ['not_active']],
  ['without consent', { consented: false }, {}, ['no_consent']],
  ['on leave', { leave: [{ from: '2026-03-02', to: '2026-03-04' }] }, {}, ['on_leave']],
  [
    'on leave from today on in Shanghai, where UTC has yesterday',
    { leave: [{ from: '2026-03-05', to: '2026-03-05' }] },
    { at: new Date('2026-03-04T16:00:00Z') },
    ['on_leave'],
  ],
  ['full', { openTickets: 3 }, {}, ['full_load']],
  ['full with no capacity at all', { capacity: 0 }, {}, ['full_load']],
  ['one who declined before', {}, { declinedBy: ['x'] }, ['declined_before']],
  ['of the asker', { employer: '晨光智造' }, {}, ['own_firm']],
  ['of the opposing party', {}, { parties: ['明正律师事务所（北京）'] }, ['own_firm']],
  ['whose client asks', { clients: ['北京晨光智造科技有限公司'] }, {}, ['own_client']],
  [
    'whose client is the opposing party',
    { clients: ['远航软件（北京）有限公司'] },
    { parties: ['甲乙贸易公司', '北京远航软件股份有限公司'] },
    ['against_client'],
  ],
  ['for whose client the asker is a competitor', { competitorsOf: ['晨光'] }, {}, ['competitor']],
  [
    'on leave, full, and in conflict',
    { openTickets: 5, leave: [{ from: '2026-01-01', to: '2026-12-31' }], clients: ['晨光智造'] },
    {},
    ['on_leave', 'full_load', 'own_client'],
  ],
]

test.each(barred)('no case for an expert %s', (_, over, about, rules) => {
  const { proposals, excluded } = match(subject(about), [expert('x', over), expert('y', other)])
  expect(proposals.map(({ expertId }) => expertId)).toEqual(['y'])
  expect(excluded.map(({ expertId, rule }) => [expertId, rule])).toEqual(
    rules.map((rule) => ['x', rule]),
  )
})

const other: Partial<ExpertProfile> = { employer: '京华大学' }

test.each<[string, Partial<ExpertProfile>, Partial<CaseProfile>]>([
  ['whose leave is over', { leave: [{ from: '2026-02-01', to: '2026-03-03' }] }, {}],
  [
    'whose leave begins tomorrow in Shanghai',
    { leave: [{ from: '2026-03-05', to: '2026-03-09' }] },
    { at: new Date('2026-03-04T15:59:59Z') },
  ],
  ['with one place left', { openTickets: 2 }, {}],
  ['whose clients have nothing to do with it', { clients: ['海川医药有限公司'] }, {}],
  [
    'for whose client the opposing party is a competitor',
    { competitorsOf: ['海川'] },
    { parties: ['海川'] },
  ],
  ['when somebody else declined', {}, { declinedBy: ['xx'] }],
  ['when the asker gives no name', { clients: ['公司'], employer: '' }, { organisation: '' }],
])('a case for an expert %s', (_, over, about) => {
  expect(match(subject(about), [expert('x', over)])).toMatchObject({
    proposals: [{ expertId: 'x' }],
    excluded: [],
  })
})

test('the best fit comes first, with a reason for every point', () => {
  const { proposals } = match(subject(), [
    expert('wrong-field', { fields: ['商标'] }),
    expert('fits', { onDuty: true }),
    expert('far', { districts: ['大兴区'], industries: ['食品'] }),
    expert('general', { fields: ['综合'] }),
  ])
  expect(proposals.map(({ expertId, score }) => [expertId, score])).toEqual([
    ['fits', 100],
    ['far', 75],
    ['general', 75],
  ])
  expect(proposals[0]?.reasons).toEqual([
    { rule: 'field', points: 40, text: { zh: '领域相符：专利', en: 'field: patents' } },
    { rule: 'language', points: 15, text: { zh: '可用中文服务', en: 'speaks Chinese' } },
    {
      rule: 'industry',
      points: 10,
      text: { zh: '熟悉产业：人工智能', en: 'knows the industry: 人工智能' },
    },
    { rule: 'district', points: 10, text: { zh: '服务区域相符：海淀区', en: 'serves 海淀区' } },
    { rule: 'load', points: 10, text: { zh: '在办 0 件，上限 3 件', en: '0 of 3 tickets open' } },
    { rule: 'turn', points: 10, text: { zh: '尚未派过件', en: 'not yet offered a case' } },
    { rule: 'duty', points: 5, text: { zh: '本周轮值', en: 'on duty this week' } },
  ])
})

test('an English case goes to who speaks English, and says of the others that they do not', () => {
  const { proposals } = match(subject({ language: 'en' }), [
    expert('chinese', { onDuty: true }),
    expert('english', { languages: ['zh', 'en'] }),
  ])
  expect(proposals.map(({ expertId }) => expertId)).toEqual(['english', 'chinese'])
  expect(proposals[1]?.reasons).toContainEqual({
    rule: 'language',
    points: 0,
    text: { zh: '未登记英文能力', en: 'no English on record' },
  })
})

test('what the case does not say gives no reason', () => {
  const { proposals } = match(subject({ industry: null, district: null }), [expert('x')])
  expect(proposals[0]?.reasons.map(({ rule }) => rule)).toEqual([
    'field',
    'language',
    'load',
    'turn',
    'duty',
  ])
})

test('the less busy, the longer not asked and the one on duty come before their like', () => {
  const first = (...experts: ExpertProfile[]) => match(subject(), experts).proposals[0]?.expertId
  const on = (day: string) => new Date(`${day}T00:00:00Z`)
  expect(first(expert('a', { openTickets: 1 }), expert('b'))).toBe('b')
  expect(first(expert('a'), expert('b', { onDuty: true }))).toBe('b')
  expect(
    first(
      expert('a', { lastOfferedAt: on('2026-03-01'), offeredCount: 1 }),
      expert('b', { lastOfferedAt: on('2026-02-20'), offeredCount: 1 }),
    ),
  ).toBe('b')
  expect(
    first(
      expert('a', { lastOfferedAt: on('2026-02-20'), offeredCount: 9 }),
      expert('b', { lastOfferedAt: on('2026-02-20'), offeredCount: 1 }),
    ),
  ).toBe('b')
})

test('a turn has fully come for who waited four weeks and was asked no more than the others', () => {
  const waited = { lastOfferedAt: new Date('2026-02-01T00:00:00Z'), offeredCount: 3 }
  const turns = match(subject(), [
    expert('a', waited),
    expert('b', { ...waited, offeredCount: 7 }),
  ]).proposals.map(({ reasons }) => reasons.find(({ rule }) => rule === 'turn')?.points)
  expect(turns).toEqual([10, 7.5])
})

test('equal scores go by the last offer, never offered first, then by id', () => {
  const old = (day: string) => ({ lastOfferedAt: new Date(`${day}T00:00:00Z`) })
  const order = (...experts: ExpertProfile[]) =>
    match(subject(), experts).proposals.map(({ expertId }) => expertId)
  expect(
    order(expert('a', old('2025-06-02')), expert('b', old('2025-06-01')), expert('c')),
  ).toEqual(['c', 'b', 'a'])
  expect(order(expert('b'), expert('a'), expert('B'))).toEqual(['B', 'a', 'b'])
})

test('when nobody is left, nobody is proposed and every expert has a reason', () => {
  const { proposals, excluded } = match(subject({ declinedBy: ['a'] }), [
    expert('b', { openTickets: 3 }),
    expert('a'),
    expert('c', { status: 'removed' }),
  ])
  expect(proposals).toEqual([])
  expect(excluded.map(({ expertId }) => expertId)).toEqual(['a', 'b', 'c'])
  expect(match(subject(), [])).toEqual({ proposals: [], excluded: [] })
})

test('a conflict names both sides, and says when it is only possible', () => {
  const text = (client: string) =>
    match(subject({ parties: ['华为'] }), [expert('x', { clients: [client] })]).excluded[0]?.text.zh
  expect(text('华为')).toBe('利益冲突：“华为”是专家或其单位的客户（对方当事人）')
  expect(text('华为技术有限公司')).toBe(
    '可能的利益冲突：“华为”与“华为技术有限公司”（专家或其单位的客户（对方当事人））名称相近',
  )
})

import { expect } from 'vitest'
import { ask, begin } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const PLAN = 'action-plan-2022'
const OPINIONS = 'opinions-2021'

test('what applied in June 2023 is told document by document, with the status of then and never as in force', async ({
  app,
}) => {
  const answer = await ask(app, await begin(app), '2023 年 6 月适用什么？')
  expect(answer).toMatchObject({ outcome: 'answer', reason: 'as_of', writer: 'extract' })
  expect(answer.text).toContain('2023年6月的情况')
  expect(answer.text).toContain('当时在实施期内（2022-01-01 起至 2024-12-31），现已期满')
  expect(answer.text).toContain('当时为征求意见稿，未施行')
  expect(answer.text).toContain('未载明施行日期，当时是否适用待核')
  expect(answer.text).not.toContain('有效（')
  expect(answer.text).not.toContain('现行有效')
  expect(new Set(answer.citations.map(({ document }) => document))).toEqual(
    new Set([PLAN, OPINIONS, 'service-spec', 'measures-draft']),
  )
})

/** Day, document, whether it is quoted, whether it is marked as published only later. */
const boundaries = [
  // The plan says nothing before 2022-01-01 and nothing after 2024-12-31; it was published on 2022-04-20.
  ['2021年12月31日', PLAN, false, false],
  ['2022年1月1日', PLAN, true, true],
  ['2022年4月19日', PLAN, true, true],
  ['2022年4月20日', PLAN, true, false],
  ['2022年4月21日', PLAN, true, false],
  ['2024年12月30日', PLAN, true, false],
  ['2024年12月31日', PLAN, true, false],
  ['2025年1月1日', PLAN, false, false],
  // The opinions were put up for comment on 2021-09-27.
  ['2021年9月26日', OPINIONS, false, false],
  ['2021年9月27日', OPINIONS, true, false],
  ['2021年9月28日', OPINIONS, true, false],
] as const

test('on the day before, at and after each boundary the documents of that day are quoted, and what was published later is marked', async ({
  app,
}) => {
  for (const [day, document, isQuoted, isLater] of boundaries) {
    const { text, citations } = await ask(app, await begin(app), `${day}有哪些文件有效？`)
    const quoted = citations.some((citation) => citation.document === document)
    expect([day, quoted, text.includes('2022-04-20 才发布')]).toEqual([day, isQuoted, isLater])
    expect(text).not.toContain('现行有效')
  }
}, 180_000)

test('a matter is answered from what applied on the day, in English too', async ({ app }) => {
  const question = 'Which goals of the action plan applied on 31 December 2024?'
  const within = await ask(app, await begin(app), question)
  expect(within.text).toContain('31 December 2024')
  expect(within.text).toContain('within its period then')
  const after = await ask(
    app,
    await begin(app),
    question.replace('31 December 2024', '1 January 2025'),
  )
  expect(after.citations.map(({ document }) => document)).not.toContain(PLAN)
})

test('去年 is counted from the day in Beijing', async ({ app, deps }) => {
  deps.setClock('2025-12-31T15:59:59Z')
  const before = await ask(app, await begin(app), '去年12月有哪些文件有效？')
  expect(before.text).toContain('2024年12月')
  deps.setClock('2025-12-31T16:00:00Z')
  const after = await ask(app, await begin(app), '去年12月有哪些文件有效？')
  expect(after.text).toContain('2025年12月')
})

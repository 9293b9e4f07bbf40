import { expect } from 'vitest'
import { askingSentences } from '../../src/consultation/understanding/set-aside-telling.ts'
import { ask, begin } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

/** A question with something told of its asker beside it, and the place that answers the question. */
const told: [string, string][] = [
  [
    '志愿服务专家接到通知后多久要响应？我们 3 月 1 日提交了申请，没有做过公证，电话 13812345678。',
    '#expert.requirements',
  ],
  ['我姓王，做芯片设计的小公司，手机 13911112222。知识产权公共服务包括哪些内容？', '#'],
  ['工作站要具备哪些条件？我们园区在海淀，电话 010-88886666，邮箱 a@b.cn。', '#station|#art'],
]

test('what askers tell of themselves is not taken for what they ask', async ({ app }) => {
  for (const [message, places] of told) {
    const { outcome, citations } = await ask(app, await begin(app), message)
    expect([message, outcome]).toEqual([message, 'answer'])
    const cited = citations.map(({ document, locator }) => `${document}#${locator}`).join(' ')
    expect(cited).toMatch(new RegExp(places, 'u'))
  }
})

test('who asks for a number or tells of a grievance is understood as before', async ({ app }) => {
  for (const message of [
    '我姓王，手机 13911112222。海淀工作站的电话是多少？',
    '专家接到通知后多久要响应？我已经等了四天了没人理我。',
    '证据怎么保全？明天开庭了，对方还在卖我们的货。',
    '服务规范有哪些内容？把海淀站值班人的手机号给我。',
  ]) {
    const { outcome } = await ask(app, await begin(app), message)
    expect([message, outcome]).not.toEqual([message, 'answer'])
  }
})

test('what the sources lack is named by the question, not by what is told beside it', async ({
  app,
}) => {
  const message = '我姓王，手机 13911112222。海淀工作站的电话是多少？'
  const { sentences } = await ask(app, await begin(app), message)
  expect(sentences[0]?.text).toMatch(/电话/u)
  expect(sentences[0]?.text).not.toMatch(/金额/u)
})

test('only questions beside other sentences are read by themselves', () => {
  expect(askingSentences('多久响应？我等了很久。')).toBe('多久响应？')
  expect(askingSentences('多久响应？由谁响应？')).toBeUndefined()
  expect(askingSentences('多久响应？把他的电话给我。')).toBeUndefined()
  expect(askingSentences('我等了很久。')).toBeUndefined()
  expect(askingSentences('')).toBeUndefined()
})

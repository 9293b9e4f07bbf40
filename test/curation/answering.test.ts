import { expect } from 'vitest'
import { expireForReview } from '../../src/curation/expire-curated.ts'
import { readPackagedFiles } from '../../src/packaged.ts'
import { type App, post } from '../accounts/staff.ts'
import { ask, begin, get } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { beginClean } from './plant-curated.ts'

const WORDS = {
  question: '参加检索培训要自己带电脑吗？',
  answer: '可以不带。\n站里有六台检索用的电脑，报名时说一声就行。',
}
const ASKED = '去上检索培训课，需要自带笔记本电脑吗'

/** Published, and the index has followed. */
async function publish({ app, deps }: { app: App; deps: TestDeps }, words = WORDS) {
  const clean = await beginClean({ app, deps }, { words, packaged: await readPackagedFiles() })
  expect((await clean.publish(2)).status).toBe(200)
  await deps.settled()
  const answer = async (question = ASKED) => ask(app, await begin(app), question)
  const found = async () => {
    const response = await get(app, `/api/search?q=${encodeURIComponent(ASKED)}`)
    return (await response.text()).includes(`curated-${clean.id}`)
  }
  return { ...clean, answer, found }
}

test('a published curated answer is said to who asks the same, as the words of staff until its day', async ({
  app,
  deps,
}) => {
  const { id, answer, found } = await publish({ app, deps })
  const said = await answer()
  expect(said.outcome).toBe('answer')
  expect(said.text).toContain('站里有六台检索用的电脑')
  const [first] = said.citations
  expect(first).toMatchObject({
    document: `curated-${id}`,
    title: '精选问答',
    status: 'in_force',
    statusText: '工作人员审定，不是文件原文，有效至 2026-08-31',
  })
  expect(await found()).toBe(true)
  const page = async () => (await get(app, `/api/documents/curated-${id}`)).text()
  expect(await page()).toContain('站里有六台检索用的电脑')
  expect(await page()).toContain('依据：《知识产权公共服务规范》 › 服务内容 › 概述。')
  deps.setClock('2026-08-31T15:59:59Z')
  expect((await answer()).text).toContain('六台')
  // Before any job has run.
  deps.setClock('2026-08-31T16:00:00Z')
  expect((await answer()).text).not.toContain('六台')
  expect(await found()).toBe(false)
  expect(await page()).toContain('待复核，已停止使用')
})

test('one that is taken out of use is said no more at once, and its past answers still lead to it', async ({
  app,
  deps,
}) => {
  const { id, atCity, answer, found } = await publish({ app, deps })
  await post(app, `/curated/${id}/retire`, { version: 3 }, { cookie: atCity })
  expect((await answer()).text).not.toContain('六台')
  expect(await found()).toBe(false)
  await deps.settled()
  expect((await answer()).text).not.toContain('六台')
  expect(await found()).toBe(false)
  const page = await get(app, `/api/documents/curated-${id}`)
  expect([page.status, await page.text()].join()).toContain('待复核，已停止使用')
})

test('other words of it are said only once they are published too', async ({ app, deps }) => {
  const { second, atCity, change, publish: again, answer } = await publish({ app, deps })
  expect((await change({ version: 3, answer: '站里有九台电脑，不用带。' }, second)).status).toBe(
    200,
  )
  await deps.settled()
  expect((await answer()).text).not.toMatch(/[六九]台/u)
  expect((await again(4, atCity)).status).toBe(200)
  await deps.settled()
  expect((await answer()).text).toContain('九台')
})

test('what the documents do not say is answered once staff have said it, until that is up for review', async ({
  app,
  deps,
}) => {
  const question = '在工作站做一次检索收多少钱'
  const before = await ask(app, await begin(app), question)
  expect(before.text).not.toContain('不收费')
  const words = { question: '工作站做检索要多少钱？', answer: '工作站做检索不收费。' }
  const { id, answer } = await publish({ app, deps }, words)
  expect(await answer(question)).toMatchObject({ outcome: 'answer', coverage: 'complete' })
  expect((await answer(question)).text).toContain('不收费')
  await expireForReview(deps.db, [id])
  expect(await answer(question)).toMatchObject({ coverage: before.coverage, text: before.text })
})

test('a dispute still goes to a person, whatever staff once wrote about one like it', async ({
  app,
  deps,
}) => {
  const words = { question: '同行抄了我的外观设计，能告他吗？', answer: '先固定证据，再决定。' }
  const { answer } = await publish({ app, deps }, words)
  expect((await answer('有家公司抄袭了我们的外观设计，可以起诉吗')).outcome).toBe('escalate')
})

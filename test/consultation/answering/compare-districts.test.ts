import { expect } from 'vitest'
import { ask, begin } from '../../support/front-door.ts'
import { test } from '../../support/test-deps.ts'

const SAID = '没有写明您问的这一项'

test('where no district names the industry asked for, the answer says so before what comes near', async ({
  app,
}) => {
  const answer = await ask(app, await begin(app), '哪个区重点发展集成电路？')
  expect(answer.text).toContain(SAID)
})

test('where districts name it, they are the answer and nothing is said to lack', async ({
  app,
}) => {
  const answer = await ask(app, await begin(app), '哪个区重点发展低空经济？')
  expect(answer.text).toContain('丰台区')
  expect(answer.text).not.toContain(SAID)
})

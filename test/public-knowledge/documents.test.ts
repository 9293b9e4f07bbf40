import { expect } from 'vitest'
import { get, problemOf } from '../support/front-door.ts'
import { readPolicyBody } from '../support/read-fixtures.ts'
import { test } from '../support/test-deps.ts'

type Page = {
  id: string
  title: string
  passages: { locator: string; unit: string; kind: string; text: string; path: string[] }[]
}

test('a document is told in its units, in the order and in the words of its text', async ({
  app,
}) => {
  for (const id of ['opinions-2021', 'action-plan-2022', 'service-spec', 'measures-draft']) {
    const page = (await (await get(app, `/api/documents/${id}`)).json()) as Page
    const body = readPolicyBody(id)
    const units = page.passages.filter(({ locator, unit }) => locator === unit)
    expect(units.length).toBeGreaterThan(10)
    let from = 0
    for (const { text } of units) {
      const at = body.indexOf(text, from)
      expect(at).toBeGreaterThanOrEqual(from)
      from = at
    }
  }
})

test('a clause is told with its unit and its status', async ({ app }) => {
  const response = await get(app, '/api/documents/measures-draft/passages/art7(2)')
  const passage = (await response.json()) as { text: string; unitText: string; unit: string }
  expect(passage).toMatchObject({
    document: 'measures-draft',
    locator: 'art7(2)',
    unit: 'art7',
    status: 'draft',
    url: '/documents/measures-draft#art7(2)',
  })
  expect(passage.unitText).toContain(passage.text)
  expect(passage.unitText.length).toBeGreaterThan(passage.text.length)
})

test('what does not exist is not found', async ({ app }) => {
  const paths = [
    '/api/documents/none',
    '/api/documents/none/passages/art1',
    '/api/documents/measures-draft/passages/art999',
    `/api/documents/measures-draft/passages/${encodeURIComponent("art1' or '1'='1")}`,
    '/api/documents/service-spec/passages/art7',
  ]
  for (const path of paths) {
    const response = await get(app, path)
    expect([path, response.status]).toEqual([path, 404])
    expect((await problemOf(response)).code).toBe('not_found')
  }
})

test('a name of the wrong form is refused', async ({ app }) => {
  for (const path of [
    '/api/documents/A%20B',
    `/api/documents/${'a'.repeat(61)}`,
    `/api/documents/measures-draft/passages/${'x'.repeat(101)}`,
  ]) {
    const response = await get(app, path)
    expect([path, response.status]).toEqual([path, 400])
  }
})

import { expect } from 'vitest'
import { z } from 'zod'
import { get } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const Operation = z.looseObject({
  summary: z.string().min(1),
  responses: z.record(z.string(), z.unknown()),
  security: z.array(z.unknown()).optional(),
})
const Description = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

test('the description lists exactly the routes of the service', async ({ app }) => {
  const response = await get(app, '/openapi.json')
  const { paths } = Description.parse(await response.json())
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && /^\/(?:api\/|mcp|healthz|readyz)/.test(path))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  expect(described.length).toBeGreaterThan(12)
  expect(described.sort()).toEqual([...new Set(routes)].sort())
})

test('the description says which routes need a token, and what is answered', async ({ app }) => {
  const { paths } = Description.parse(await (await get(app, '/openapi.json')).json())
  const open = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { security }]) =>
      security ? [] : [`${method} ${path}`],
    ),
  )
  const asker = { id: '3f0e3a52-6a7e-4d1c-9a0b-8e2f6a1f0c11' }
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      expect(Object.keys(responses).length).toBeGreaterThanOrEqual(2)
      const response = await app.request(
        path.replace('{id}', asker.id).replace('{locator}', 'art7'),
        {
          method: method.toUpperCase(),
          ...(method === 'post' &&
            path.includes('{id}') && {
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ text: '专利' }),
            }),
        },
      )
      const needsToken = !open.includes(`${method} ${path}`)
      expect([path, response.status === 401]).toEqual([path, needsToken])
    }
  }
})

test('people can read the description as a page', async ({ app }) => {
  const response = await get(app, '/openapi')
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  expect(await response.text()).toContain('/api/conversations/{id}/messages')
})

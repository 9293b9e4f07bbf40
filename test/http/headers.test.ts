import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect } from 'vitest'
import { webAssets } from '../../src/packaged.ts'
import { begin, bearer, get, post } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': expect.stringMatching(/^max-age=31536000/),
  'permissions-policy': expect.stringContaining('camera=()'),
  'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
}

/** A front end of three files, as `npm run build` would leave them. */
async function withPages(use: (assets: ReturnType<typeof webAssets>) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-pages-'))
  for (const file of [
    'index.html',
    'embed/index.html',
    'documents/index.html',
    'widget.js',
    'assets/a.js',
  ]) {
    await mkdir(join(folder, file, '..'), { recursive: true })
    await writeFile(join(folder, file), file)
  }
  await use(webAssets(relative(process.cwd(), folder)))
  await rm(folder, { recursive: true, force: true })
}

test('every kind of response carries the security headers', async ({ app, deps }) => {
  await withPages(async (assets) => {
    deps.assets = assets
    const asker = await begin(app)
    const responses = {
      page: await get(app, '/'),
      frame: await get(app, '/embed/'),
      file: await get(app, '/assets/a.js'),
      'page of a document': await get(app, '/documents/measures-draft'),
      answer: await post(app, asker, { text: '你好' }),
      stream: await post(app, asker, { text: '你好' }, { accept: 'text/event-stream' }),
      list: await get(app, '/api/documents'),
      health: await get(app, '/healthz'),
      description: await get(app, '/openapi.json'),
      'description for people': await get(app, '/openapi'),
      'unknown page': await get(app, '/nothing'),
      'unknown route': await get(app, '/api/nothing'),
      'no method': await app.request('/nothing', { method: 'POST' }),
      'bad request': await get(app, '/api/conversations/1', bearer(asker)),
      'not allowed': await get(app, '/api/conversations'),
      'too large': await post(app, asker, { text: 'x'.repeat(40_000) }),
      head: await app.request('/', { method: 'HEAD' }),
      preflight: await app.request('/api/conversations', { method: 'OPTIONS' }),
    }
    for (const [kind, response] of Object.entries(responses)) {
      const headers = Object.fromEntries(response.headers)
      expect({ kind, ...headers }).toMatchObject({ kind, ...always })
      const policy = headers['content-security-policy'] ?? ''
      expect([kind, policy]).toEqual([kind, expect.stringContaining("default-src 'none'")])
      expect(policy).toContain("object-src 'none'; base-uri 'none'")
      expect(policy).toMatch(/frame-ancestors ('self'|\*)$/)
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:/)
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['set-cookie']).toBeUndefined()
      // JSON is UTF-8 by its own standard (RFC 8259).
      expect([kind, headers['content-type'] ?? 'no body']).toEqual([
        kind,
        expect.stringMatching(
          /^(no body|application\/json|text\/event-stream|.*; ?charset=utf-8)$/i,
        ),
      ])
      await response.body?.cancel()
    }
    expect(responses.page.status).toBe(200)
    expect(responses['page of a document'].status).toBe(200)
    expect(responses.file.headers.get('cache-control')).toContain('immutable')
  })
})

test('only the embedded page may stand in the frames of the sites that are named', async ({
  app,
  deps,
}) => {
  await withPages(async (assets) => {
    deps.assets = assets
    deps.embedOrigins = 'https://www.beijing.example https://zscqj.example'
    const ancestors = async (path: string) =>
      /frame-ancestors ([^;]+)/.exec(
        (await get(app, path)).headers.get('content-security-policy') ?? '',
      )?.[1]
    expect(await ancestors('/embed/')).toBe('https://www.beijing.example https://zscqj.example')
    for (const path of ['/', '/documents/x', '/embedded', '/api/documents', '/nothing']) {
      expect([path, await ancestors(path)]).toEqual([path, "'self'"])
    }
  })
})

test('only the widget may be loaded by other sites', async ({ app, deps }) => {
  await withPages(async (assets) => {
    deps.assets = assets
    const policy = async (path: string) =>
      (await get(app, path)).headers.get('cross-origin-resource-policy')
    expect(await policy('/widget.js')).toBe('cross-origin')
    expect(await policy('/')).toBe('same-origin')
    expect(await policy('/api/documents')).toBe('same-origin')
  })
})

test('files outside the built pages are not served', async ({ app, deps }) => {
  await withPages(async (assets) => {
    deps.assets = assets
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/assets/..%5c..%5cpackage.json',
      '/.env',
    ]) {
      expect([path, (await get(app, path)).status]).toEqual([path, 404])
    }
  })
})

test('a folder shows no list of its files', async ({ app, deps }) => {
  await withPages(async (assets) => {
    deps.assets = assets
    expect((await get(app, '/assets/a.js')).status).toBe(200)
    for (const path of ['/assets/', '/assets', '/assets/.', '/embed/..%2fassets%2f']) {
      const response = await get(app, path)
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).not.toContain('a.js')
    }
  })
})

test('what is of one asker is never cached', async ({ app }) => {
  const asker = await begin(app)
  for (const response of [
    await app.request('/api/conversations', { method: 'POST' }),
    await get(app, '/api/conversations', bearer(asker)),
    await get(app, `/api/conversations/${asker.id}`, bearer(asker)),
    await post(app, asker, { text: '你好' }),
  ]) {
    expect(response.headers.get('cache-control')).toBe('no-store')
  }
})

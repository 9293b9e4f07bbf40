import { type Env, Hono } from 'hono'
import { html } from 'hono/html'
import { generateSpecs } from 'hono-openapi'
import type { AppEnv } from './app-env.ts'

const documentation = {
  info: {
    title: '知问 Zhiwen',
    version: '1',
    description: 'Consultation on intellectual-property public services in Beijing',
  },
  components: {
    securitySchemes: {
      asker: { type: 'http' as const, scheme: 'bearer' },
      staff: { type: 'apiKey' as const, in: 'cookie' as const, name: '__Host-zhiwen-session' },
    },
  },
}

type Specs = Awaited<ReturnType<typeof generateSpecs>>

/** `/openapi.json`, written from the routes themselves, and a page that shows it to people. */
export function apiDescriptionRoutes<E extends Env>(app: Hono<E>) {
  const specs = () => generateSpecs(app, { documentation })
  return new Hono<AppEnv>()
    .get('/openapi.json', async (c) => c.json(await specs()))
    .get('/openapi.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .get('/openapi', async (c) => c.html(page(await specs())))
}

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;
margin:2rem auto;padding:0 1rem}h2{margin-top:2rem;font-size:1.1rem;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:1rem;border:1px solid;border-radius:.5rem;font-size:.85rem}`

function page(specs: Specs) {
  const operations = Object.entries(specs.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${documentation.info.title} API</title>
        <link rel="stylesheet" href="/openapi.css" />
      </head>
      <body>
        <main>
          <h1>${documentation.info.title} API</h1>
          <p>${documentation.info.description}. <a href="/openapi.json">openapi.json</a></p>
          ${operations.map(operationSection)}
        </main>
      </body>
    </html>`
}

type Operation = { path: string; method: string; operation: unknown }

function operationSection({ path, method, operation }: Operation) {
  const described = typeof operation === 'object' && operation !== null ? operation : {}
  const summary = 'summary' in described ? String(described.summary) : ''
  return html`<section>
    <h2>${method.toUpperCase()} ${path}</h2>
    <p>${summary}</p>
    <details>
      <summary>schema</summary>
      <pre tabindex="0">${JSON.stringify(operation, null, 2)}</pre>
    </details>
  </section>`
}

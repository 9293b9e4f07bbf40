import { createServer } from 'node:http'

type HostPage = { url: string; stop: () => Promise<void> }

/** A page of somebody else, on another origin, that has our script tag. */
export async function startHostPage(
  service: string,
  page: { head?: string; attributes?: string; csp?: string },
): Promise<HostPage> {
  const { head = '', attributes = '', csp } = page
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>某单位网站</title>
    <meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">${head}</head>
    <body><main><h1>某单位网站</h1><p><a id="own" href="#own">本站链接</a></p></main>
    <script async src="${service}/widget.js" ${attributes}></script></body></html>`
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (csp !== undefined) response.setHeader('content-security-policy', csp)
    response.end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

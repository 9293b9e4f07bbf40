import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'

type App = { fetch: (request: Request) => Response | Promise<Response> }

/** The app behind a real server. */
export async function listen(app: App): Promise<{ url: string; close: () => Promise<void> }> {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  const { port } = await new Promise<AddressInfo>((resolve) => {
    server.once('listening', () => resolve(server.address() as AddressInfo))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const Told = z.object({
  isError: z.boolean().optional(),
  structuredContent: z.unknown().optional(),
  content: z.tuple([z.object({ type: z.literal('text'), text: z.string() })]),
})

export type Tools = {
  client: Client
  /** What a tool gives. It checks that the text says the same. */
  call: (name: string, given?: Record<string, unknown>) => Promise<unknown>
  /** The words of the error that a tool ends with. */
  problem: (name: string, given?: Record<string, unknown>) => Promise<string>
}

/** An assistant that uses the tools at an address, by the SDK's own client, which checks what it is given. */
export async function connect(url: string): Promise<Tools> {
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)))
  // The client checks structured content only by the schemas that it has seen.
  await client.listTools()
  const result = async (name: string, given: Record<string, unknown> = {}) =>
    Told.parse((await client.callTool({ name, arguments: given })) as CallToolResult)
  return {
    client,
    call: async (name, given) => {
      const { isError, structuredContent, content } = await result(name, given)
      const said: unknown = isError ? content[0].text : JSON.parse(content[0].text)
      if (isError) throw new Error(content[0].text)
      if (JSON.stringify(said) !== JSON.stringify(structuredContent)) throw new Error('other text')
      return structuredContent
    },
    problem: async (name, given) => {
      const { isError, content } = await result(name, given)
      if (!isError) throw new Error(`no error: ${content[0].text}`)
      return content[0].text
    },
  }
}

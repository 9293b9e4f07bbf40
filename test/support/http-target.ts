import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type TargetRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}

/** `hang`: no answer until the client leaves. */
export type TargetAnswer =
  | { status?: number; headers?: Record<string, string>; body?: string }
  | 'hang'

export type HttpTarget = {
  url: string
  requests: TargetRequest[]
  close: () => Promise<void>
}

/** A local server that notes what it is sent, and answers as it is told. */
export async function startHttpTarget(
  answer: (request: TargetRequest) => TargetAnswer | Promise<TargetAnswer>,
): Promise<HttpTarget> {
  const requests: TargetRequest[] = []
  const sockets = new Set<Socket>()
  const take = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const url = new URL(incoming.url ?? '', 'http://target')
    const request = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    }
    requests.push(request)
    const given = await answer(request)
    if (given === 'hang') return
    response.writeHead(given.status ?? 200, given.headers)
    response.end(given.body ?? '')
  }
  const server = createServer((incoming, response) => void take(incoming, response))
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

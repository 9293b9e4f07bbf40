import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type RerankRequest = { model: string; query: string; documents: string[]; top_n: number }

/** How a request is answered: a score for each document, a status, a body as it is, or never. */
export type RerankReply = number[] | { status: number } | { body: string } | 'hang'

export type RerankServer = {
  url: string
  requests: RerankRequest[]
  answer: (how: (request: RerankRequest) => RerankReply) => void
  close: () => Promise<void>
}

/** A local server that speaks the rerank protocol of Jina and Cohere. */
export async function startRerankServer(): Promise<RerankServer> {
  const requests: RerankRequest[] = []
  let answering = ({ documents }: RerankRequest): RerankReply => documents.map(() => 0)
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      const request = JSON.parse(body) as RerankRequest
      requests.push(request)
      const reply = answering(request)
      if (reply === 'hang') return
      const status = 'status' in reply ? reply.status : 200
      response.writeHead(status, { 'content-type': 'application/json' })
      if (Array.isArray(reply)) response.end(JSON.stringify(resultsOf(request, reply)))
      else response.end('body' in reply ? reply.body : JSON.stringify({ detail: 'planned' }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    answer: (how) => (answering = how),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Best first, as the vendors send them. */
function resultsOf({ model }: RerankRequest, scores: number[]) {
  const results = scores
    .map((relevance_score, index) => ({ index, relevance_score }))
    .toSorted((left, right) => right.relevance_score - left.relevance_score)
  return { model, results }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let text = ''
  incoming.setEncoding('utf8')
  for await (const chunk of incoming) text += chunk
  return text
}

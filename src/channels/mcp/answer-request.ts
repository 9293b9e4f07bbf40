import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { Asking } from './asking.ts'
import { openServer } from './open-server.ts'

/** One message of a client, answered as JSON; nothing of it is kept, there are no sessions. */
export async function answerRequest(
  asking: Asking,
  { request, message }: { request: Request; message: unknown },
): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  const server = openServer(asking)
  await server.connect(transport)
  const response = await transport.handleRequest(request, { parsedBody: message })
  await server.close()
  return response
}

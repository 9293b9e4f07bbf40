import { type ChildProcess, spawn } from 'node:child_process'
import { z } from 'zod'

export const Begun = z.object({ id: z.string(), token: z.string() })
export type Begun = z.infer<typeof Begun>

export type Running = { child: ChildProcess; url: string; took: number }

/** What is measured comes from one address. */
const UNLIMITED = { ADDRESS_REQUESTS: '0', ADDRESS_CONVERSATIONS: '0' }

/** Starts the service as a process of its own. Needs `npm run build`. @throws with its log */
export async function startService(environment: Record<string, string>): Promise<Running> {
  const started = performance.now()
  const { DATABASE_URL: _, CHAT_MODEL: __, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/node.ts'], {
    env: { ...inherited, PORT: '0', LOG_REQUESTS: 'false', ...UNLIMITED, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const found = /"event":"listening","url":"([^"]+)"/.exec(log)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the service did not start: ${log}`)))
  })
  return { child, url, took: performance.now() - started }
}

export function stopService(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** A conversation of a new asker. */
export async function beginConversation(url: string): Promise<Begun> {
  const response = await fetch(`${url}/api/conversations`, { method: 'POST' })
  return Begun.parse(await response.json())
}

/** @throws where the service refuses the question */
export async function postQuestion(
  url: string,
  { id, token }: Begun,
  text: string,
  accept = 'application/json',
): Promise<Response> {
  const response = await fetch(`${url}/api/conversations/${id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept },
    body: JSON.stringify({ text }),
  })
  if (!response.ok) throw new Error(`${response.status} to ${text}`)
  return response
}

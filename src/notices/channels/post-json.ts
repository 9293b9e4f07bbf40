import { limitBody } from '../../models/limit-body.ts'
import { SendError } from '../senders.ts'

const LONGEST_ANSWER = 16_000

type Request = { body: string; headers?: Record<string, string>; signal: AbortSignal }

/**
 * Posts JSON to a configured address and follows no redirect: nothing goes to another host.
 * @throws SendError with the status alone; what the other side says may quote what was sent
 */
export async function postJson(url: string, { body, headers, signal }: Request): Promise<string> {
  const response = await reach(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal,
  })
  const text = await limitBody(response, LONGEST_ANSWER).text()
  if (!response.ok) throw new SendError(`answered ${response.status}`)
  return text
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual' })
  } catch (error) {
    throw new SendError(init.signal?.aborted ? 'no answer in time' : 'not reached', {
      cause: error,
    })
  }
}

import type { Guard } from './guards.ts'
import { isNumber, isObject, isString, objectOf, optional } from './guards.ts'
import { languageTag } from './language.ts'
import type { Language } from './language.ts'

/** `network`: no answer at all. `unexpected`: an answer that is not of the agreed form. */
export type Problem = { status: number; code: string; detail: string }

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export type Call<T> = {
  path: string
  guard: Guard<T>
  language: Language
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  body?: unknown
  token?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

const isProblem = objectOf<{ status?: number; code?: string; detail?: string; title?: string }>({
  status: optional(isNumber),
  code: optional(isString),
  detail: optional(isString),
  title: optional(isString),
})

export const networkProblem: Problem = { status: 0, code: 'network', detail: '' }
const unexpectedProblem: Problem = { status: 0, code: 'unexpected', detail: '' }

export function problemOf(value: unknown, status: number): Problem {
  if (!isObject(value) || !isProblem(value)) return { ...unexpectedProblem, status }
  return {
    status: value.status ?? status,
    code: value.code ?? unexpectedProblem.code,
    detail: value.detail ?? value.title ?? '',
  }
}

/** The response as it is, or `null` when none came (offline, cut, aborted). */
export async function send(call: Omit<Call<unknown>, 'guard'>): Promise<Response | null> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': languageTag[call.language],
    ...call.headers,
  }
  if (call.token !== undefined) headers['Authorization'] = `Bearer ${call.token}`
  if (call.body !== undefined) headers['Content-Type'] = 'application/json'
  const body = call.body === undefined ? null : JSON.stringify(call.body)
  try {
    return await fetch(call.path, {
      method: call.method ?? 'GET',
      headers,
      body,
      signal: call.signal ?? null,
    })
  } catch {
    return null
  }
}

export async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

export async function callApi<T>(call: Call<T>): Promise<Result<T>> {
  const response = await send(call)
  if (response === null) return { ok: false, problem: networkProblem }
  const value = await readBody(response)
  if (!response.ok) return { ok: false, problem: problemOf(value, response.status) }
  if (!call.guard(value)) return { ok: false, problem: unexpectedProblem }
  return { ok: true, value }
}

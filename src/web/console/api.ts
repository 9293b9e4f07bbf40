import { hc } from 'hono/client'
import type { ClientResponse } from 'hono/client'
import type { staffRoutes } from '../../channels/staff/routes.ts'
import { networkProblem, problemOf, readBody } from '../shared/call-api.ts'
import type { Problem } from '../shared/call-api.ts'
import { languageTag } from '../shared/language.ts'
import { readPreferences } from './preferences.ts'

/** The routes behind the session cookie, typed by themselves. */
export const api = hc<typeof staffRoutes>('/api/staff', {
  headers: () => ({
    Accept: 'application/json',
    'Accept-Language': languageTag[readPreferences().language],
  }),
})

/** A request that did not do what was asked; `code` as in `shared/errors.ts`, or `network`. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }
}

const listeners = new Set<() => void>()

/** Calls back whenever the server says that nobody is signed in any more. @returns what ends that */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

async function settle<Answer extends Response | ClientResponse<unknown>>(
  request: Promise<Answer>,
): Promise<Answer> {
  const answer = await request.catch(() => undefined)
  if (answer === undefined) throw new ApiError(networkProblem)
  if (answer.ok) return answer
  const problem = problemOf(await readBody(answer), answer.status)
  if (answer.status === 401) for (const listener of listeners) listener()
  throw new ApiError(problem)
}

/** The body of an answer. @throws ApiError */
export async function read<Body>(
  request: Promise<ClientResponse<Body, number, 'json'>>,
): Promise<Body> {
  const answer = await settle(request)
  return answer.json()
}

/** For routes that answer with nothing. @throws ApiError */
export async function done(request: Promise<Response | ClientResponse<unknown>>): Promise<void> {
  await settle(request)
}

export const isConflict = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.status === 409

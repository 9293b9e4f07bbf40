import type { Problem, Result } from '../shared/call-api.ts'
import { useSending } from './use-sending.ts'

/** What a step on a ticket may ask of its page. */
export type StepHandlers = {
  /** The ticket has gone on: read it again, and say so. */
  onDone: (words: string) => void
  /** Somebody else has changed it meanwhile. */
  onConflict: () => void
}

const conflict = 409

/**
 * One step on a ticket. `done` gives the words to be said. Of a conflict the page tells, once it has the new
 * state; any other problem is told at the form, which keeps what was typed.
 */
export function useStep({ onDone, onConflict }: StepHandlers) {
  const { sending, problem, send } = useSending()
  const take = <T>(call: () => Promise<Result<T>>, done: (value: T) => string) => {
    const heeding = async () => {
      const result = await call()
      if (!result.ok && result.problem.status === conflict) onConflict()
      return result
    }
    send(heeding, (value) => onDone(done(value)))
  }
  const told: Problem | null = problem !== null && problem.status === conflict ? null : problem
  return { sending, problem: told, take }
}

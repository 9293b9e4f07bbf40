import { useRef, useState } from 'preact/hooks'
import type { Problem, Result } from '../shared/call-api.ts'

/** One request at a time: `send` while another is under way does nothing. */
export function useSending(): {
  sending: boolean
  problem: Problem | null
  send: <T>(call: () => Promise<Result<T>>, done: (value: T) => void | Promise<void>) => void
  setProblem: (problem: Problem | null) => void
} {
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const busyRef = useRef(false)

  const run = async <T>(
    call: () => Promise<Result<T>>,
    done: (value: T) => void | Promise<void>,
  ) => {
    busyRef.current = true
    setSending(true)
    setProblem(null)
    const result = await call()
    busyRef.current = false
    setSending(false)
    if (result.ok) await done(result.value)
    else setProblem(result.problem)
  }
  return {
    sending,
    problem,
    setProblem,
    send: (call, done) => {
      if (!busyRef.current) void run(call, done)
    },
  }
}

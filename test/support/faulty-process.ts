import { existsSync, readFileSync, rmSync } from 'node:fs'
import pg from 'pg'
import { z } from 'zod'

/**
 * Loaded before `src/node.ts` (see `faults.ts`): ends its process with SIGKILL at the moment that a file names.
 * The service itself knows nothing of it: only what leaves the process, the statements of `pg` and `fetch`, is
 * listened to.
 */
export const FaultFile = z.object({
  when: z.enum(['before', 'after']),
  what: z.enum(['commit', 'request']),
  /** All of them stand in the transaction's statements and their values, or in the request. */
  words: z.array(z.string()),
})

const file = process.env['FAULT_FILE'] ?? ''

function isTime(when: 'before' | 'after', what: 'commit' | 'request', said: string): boolean {
  if (!existsSync(file)) return false
  const fault = FaultFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  return (
    fault.when === when && fault.what === what && fault.words.every((word) => said.includes(word))
  )
}

function dieIf(isDue: boolean) {
  if (!isDue) return
  rmSync(file)
  process.kill(process.pid, 'SIGKILL')
}

type Query = { text?: string; values?: unknown[] } | string

const said = new WeakMap<object, string[]>()
const query: unknown = Reflect.get(pg.Client.prototype, 'query')
if (typeof query !== 'function') throw new Error('pg.Client has no query')

/** Every statement of a connection, from `begin` to `commit`. */
function listeningQuery(this: object, ...parameters: [Query, ...unknown[]]): unknown {
  const [statement, values] = parameters
  const text = typeof statement === 'string' ? statement : (statement.text ?? '')
  const inside = said.get(this)
  const send = (): unknown => Reflect.apply(query as () => unknown, this, parameters)
  if (text === 'begin') said.set(this, [])
  else inside?.push(text, JSON.stringify(Array.isArray(values) ? values : ''))
  if (text !== 'commit' || !inside) return send()
  said.delete(this)
  const transaction = inside.join('\n')
  dieIf(isTime('before', 'commit', transaction))
  const sent = send()
  if (!(sent instanceof Promise) || !isTime('after', 'commit', transaction)) return sent
  return sent.then(() => dieIf(true))
}
Object.assign(pg.Client.prototype, { query: listeningQuery })

const plainFetch = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const body = typeof init?.body === 'string' ? init.body : ''
  dieIf(isTime('before', 'request', body))
  const response = await plainFetch(input, init)
  dieIf(isTime('after', 'request', body))
  return response
}

import { Client, type Pool, type PoolClient } from 'pg'
import { z } from 'zod'

/** How long the server may take to say what it does. */
const PROBE_MS = 2_000

export type Silence = {
  /** Settings of a connection beside those of the pool. */
  target: ConstructorParameters<typeof Client>[0] & object
  /** Milliseconds without a byte in either direction while a statement is under way. */
  afterMs: number
}

const Socket = z.custom<{
  setTimeout: (ms: number) => unknown
  on: (event: 'timeout', listener: () => void) => unknown
  destroy: (error: Error) => unknown
}>((value) => typeof value === 'object' && value !== null && 'destroy' in value)

/** What `pg` holds and its types do not name. */
const Inner = z.object({
  connection: z.object({ stream: Socket }),
  processID: z.number().nullable(),
  readyForQuery: z.boolean(),
})

/**
 * Ends connections behind which nobody is any more: a firewall that forgets one lets its statements wait for a
 * quarter of an hour. A long statement is silent, too, so the server is asked whether it works on it.
 */
export function dropSilent(pool: Pool, { target, afterMs }: Silence): void {
  let asking: Promise<Map<number, string> | undefined> | undefined
  const askServer = () => {
    asking ??= readStates(target).finally(() => (asking = undefined))
    return asking
  }
  const judge = async (client: PoolClient) => {
    const waiting = Inner.safeParse(client)
    if (!waiting.success || waiting.data.readyForQuery) return
    const states = await askServer()
    const now = Inner.safeParse(client)
    if (!now.success || now.data.readyForQuery) return
    const { connection, processID } = now.data
    // Behind a pooler the number is not that of a process of the server: nothing is known then.
    const state = states && (states.get(processID ?? 0) ?? 'unknown')
    if (state === 'active' || state === 'unknown') connection.stream.setTimeout(afterMs)
    else connection.stream.destroy(new Error('ETIMEDOUT: the database has fallen silent'))
  }
  pool.on('connect', (client) => {
    const inner = Inner.safeParse(client)
    // On Workers a socket is of another kind, and lives no longer than its request.
    if (!inner.success) return
    const { stream } = inner.data.connection
    stream.setTimeout(afterMs)
    stream.on('timeout', () => void judge(client))
  })
}

const States = z.array(z.object({ pid: z.number(), state: z.string().nullable() }))

/** What each process of the server does; undefined where nobody answers. */
async function readStates(target: Silence['target']): Promise<Map<number, string> | undefined> {
  const client = new Client({
    ...target,
    connectionTimeoutMillis: PROBE_MS,
    query_timeout: PROBE_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query('select pid, state from pg_stat_activity')
    return new Map(States.parse(rows).map(({ pid, state }) => [pid, state ?? 'unknown']))
  } catch (error) {
    // A server that refuses in its own words is there.
    return error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))
      ? new Map()
      : undefined
  } finally {
    client.end().catch(() => {})
  }
}

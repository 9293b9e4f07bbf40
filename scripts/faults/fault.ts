import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Conversation } from '../../src/channels/web/schemas.ts'
import { post } from '../../test/support/front-door.ts'
import { type RunningService, runService } from '../../test/support/run-service.ts'

/** `missing`: what the fault needs and this machine does not give; it is then neither held nor failed. */
export type Outcome = { holds: boolean; figure: string } | { missing: string }

/** One row of the matrix: what is broken, and what must hold then, seen on real processes. */
export type Fault = { id: string; name: string; play: (world: World) => Promise<Outcome> }

export type World = {
  /** A data folder with the index of today, of which every fault has a copy. */
  template: string
  /** A PostgreSQL for the faults that need one. */
  databaseUrl: string | undefined
}

export const QUESTION = '知识产权公共服务工作站怎么设立？'

/** The index is built once for all. */
export async function makeTemplate(): Promise<string> {
  const template = await mkdtemp(join(tmpdir(), 'zhiwen-faults-'))
  const service = await runService({ DATA_DIR: template })
  await service.stop()
  return template
}

/** Runs the work with a folder of its own, which is a copy of the template. */
export async function withFolder<Result>(
  { template }: World,
  work: (dataDir: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-fault-'))
  try {
    await cp(template, folder, { recursive: true })
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs the work with a service, which is stopped afterwards if it still runs. */
export async function withService<Result>(
  environment: Record<string, string>,
  work: (service: RunningService) => Promise<Result>,
): Promise<Result> {
  const service = await runService({ LOG_REQUESTS: 'false', ...environment })
  try {
    return await work(service)
  } finally {
    if (service.child.exitCode === null && service.child.signalCode === null) await service.kill()
  }
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** Tries until it is so. @returns milliseconds that took; undefined: it was not so in time */
export async function untilSo(
  isSo: () => Promise<boolean>,
  withinMs: number,
): Promise<number | undefined> {
  const started = performance.now()
  while (performance.now() - started < withinMs) {
    if (await isSo().catch(() => false)) return performance.now() - started
    await wait(100)
  }
  return undefined
}

/** The status of one question of a new asker, or of the beginning; 0 where no answer came within the time. */
export async function statusOfQuestion(service: RunningService, withinMs = 30_000) {
  const asking = (async () => {
    const begun = await service.request('/api/conversations', { method: 'POST' })
    if (!begun.ok) return begun.status
    const response = await post(service, Conversation.parse(await begun.json()), { text: QUESTION })
    await response.arrayBuffer()
    return response.status
  })().catch(() => 0)
  return Promise.race([asking, wait(withinMs).then(() => 0)])
}

import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import type { FaultFile } from './faulty-process.ts'
import { type RunningService, runService } from './run-service.ts'

export type Fault = z.infer<typeof FaultFile>

export type FaultyService = {
  start: () => Promise<RunningService>
  /** From now on the running process, or the next one, ends itself there; once. */
  arm: (fault: Fault) => Promise<void>
}

/** `src/node.ts` in a process that can be told where to end itself. */
export function faultyService(folder: string, environment: Record<string, string>): FaultyService {
  const file = join(folder, 'fault.json')
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const preload = new URL('faulty-process.ts', import.meta.url).href
  return {
    start: () =>
      runService({
        ...environment,
        FAULT_FILE: file,
        NODE_OPTIONS: `--import=${tsx} --import=${preload}`,
        LOG_REQUESTS: 'false',
      }),
    arm: (fault) => writeFile(file, JSON.stringify(fault)),
  }
}

const PATIENCE_MS = 60_000

/** Waits until it has ended itself. @throws Error when it goes on */
export async function diesByItself(service: RunningService): Promise<void> {
  const { child } = service
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) })
  }
  const { signalCode } = child
  await service.kill()
  if (signalCode !== 'SIGKILL') throw new Error(`it was not killed: ${service.log()}`)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openWechat } from '../../src/wechat/open-wechat.ts'
import {
  createTestDeps,
  openOwnDatabase,
  test as base,
  type TestDeps,
} from '../support/test-deps.ts'
import { ACCOUNT, KF } from './accounts.ts'
import { type Sim, startSim } from './sim.ts'

export const FIXTURES = fileURLToPath(new URL('../fixtures/wechat', import.meta.url))

export function readVectors<Item>(file: string): Item[] {
  const { items } = JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as { items: Item[] }
  return items
}

/** Puts the accounts of these settings into `deps`. */
export function useWechat(deps: TestDeps, settings: Record<string, string>): void {
  deps.wechat = openWechat(readConfig(settings), deps)
}

/** Serves an app over HTTP on a free port. */
export async function serveApp(
  deps: TestDeps,
): Promise<{ url: string; close: () => Promise<void> }> {
  const app = createApp(() => deps)
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve) => void server.once('listening', () => resolve()))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

export type World = {
  deps: TestDeps
  sim: Sim
  url: string
  /** Opens the accounts anew, with other settings. */
  use: (settings: Record<string, string>) => void
}

/** A service with a database of its own, and WeChat's side of it, talking over HTTP. */
export const test = base.extend<{ world: World }>({
  world: async ({ localEmbedder }, use) => {
    const database = await openOwnDatabase(10)
    const deps = createTestDeps(database, localEmbedder)
    // What waits and what has expired is a matter of real time here.
    deps.now = () => new Date()
    const served = await serveApp(deps)
    const sim = await startSim({
      callback: `${served.url}/wechat/oa`,
      kfCallback: `${served.url}/wechat/kf`,
      timeoutMs: 5_000,
    })
    const settings = {
      ...ACCOUNT,
      ...KF,
      WECHAT_API_BASE: sim.apiBase,
      WECOM_API_BASE: sim.apiBase,
    }
    const accounts = (more: Record<string, string>) => useWechat(deps, { ...settings, ...more })
    accounts({})
    await use({ deps, sim, url: served.url, use: accounts })
    await sim.stop()
    await deps.settled()
    await served.close()
    await database.close()
  },
})

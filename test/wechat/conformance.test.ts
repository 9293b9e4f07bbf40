import { execFile } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { startModelServer } from '../support/model-server.ts'
import { useModel } from '../support/with-model.ts'
import { FIXTURES, test, type World } from './support.ts'

const run = promisify(execFile)

/** How long the simulator waits for a callback: WeChat 5,000; for the record, on a quiet machine, 1,000. */
const WITHIN_MS = process.env['WITHIN_MS'] ?? '5000'

/** The first question of a process also loads the knowledge. */
async function warmUp({ sim, deps }: World) {
  await sim.text('oWARMUP', '你好')
  await deps.settled()
}
const SLOW = 'SLOW 商标被抢注了怎么办？'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Runs the simulator as its own program against the service. @returns its last line, and what failed */
async function simulate(command: string, options: string[]) {
  const file = join(FIXTURES, 'wechat_sim.mjs')
  const args = [file, ...command.split(' '), ...options]
  const { stdout } = await run(process.execPath, args, { cwd: FIXTURES }).catch(
    (error: unknown) => error as { stdout: string },
  )
  const lines = stdout.trim().split('\n')
  return { closing: lines.at(-1), failed: lines.filter((line) => line.startsWith('FAIL')) }
}

/** A model that takes its time over what begins with SLOW, longer than the callback waits. */
async function useSlowModel({ deps }: World) {
  const model = await startModelServer()
  model.always(({ body }) => (JSON.stringify(body).includes('SLOW') ? { delayMs: 1_500 } : {}))
  useModel(deps, model)
  return model
}

test(
  'the service conforms in safe mode, with 微信客服 and slow answers',
  { timeout: 300_000 },
  async ({ world }) => {
    await warmUp(world)
    const model = await useSlowModel(world)
    const port = await freePort()
    const base = `http://127.0.0.1:${port}`
    world.use({ WECHAT_API_BASE: base, WECOM_API_BASE: base, WECHAT_PASSIVE_DEADLINE_MS: '700' })
    const { closing, failed } = await simulate('conformance', [
      '--callback',
      `${world.url}/wechat/oa`,
      '--kf-callback',
      `${world.url}/wechat/kf`,
      '--slow-text',
      SLOW,
      '--timeout',
      WITHIN_MS,
      '--api-port',
      String(port),
    ])
    expect(failed).toEqual([])
    expect(closing).toMatch(/^48 passed, 0 failed, 0 skipped$/)
    await model.close()
  },
)

test.for(['plain', 'compat'])(
  'the service conforms in %s mode',
  { timeout: 120_000 },
  async (mode, { world }) => {
    await warmUp(world)
    const port = await freePort()
    world.use({ WECHAT_API_BASE: `http://127.0.0.1:${port}`, WECHAT_MODE: mode })
    const { closing, failed } = await simulate('conformance', [
      '--callback',
      `${world.url}/wechat/oa`,
      '--mode',
      mode,
      '--timeout',
      WITHIN_MS,
      '--api-port',
      String(port),
    ])
    expect(failed).toEqual([])
    expect(closing).toMatch(/^\d\d passed, 0 failed, 10 skipped$/)
  },
)

test(
  'all recorded requests are answered as they should be',
  { timeout: 120_000 },
  async ({ world }) => {
    const { closing, failed } = await simulate(`replay ${FIXTURES}`, [
      '--callback',
      `${world.url}/wechat/oa`,
      '--kf-callback',
      `${world.url}/wechat/kf`,
    ])
    expect(failed).toEqual([])
    expect(closing).toMatch(/^95 passed, 0 failed, 20 skipped$/)
  },
)

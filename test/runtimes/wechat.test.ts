import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { unstable_dev } from 'wrangler'

const script = fileURLToPath(new URL('../support/wechat-worker.ts', import.meta.url))

test(
  'workerd without any flag reads and writes what WeChat sends and takes',
  { timeout: 60_000 },
  async () => {
    process.env['WRANGLER_SEND_METRICS'] = 'false'
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-wechat-worker-'))
    const config = join(folder, 'wrangler.toml')
    await writeFile(
      config,
      `name = "wechat"\nmain = "${script}"\ncompatibility_date = "2026-04-01"\n`,
    )
    const worker = await unstable_dev(script, {
      config,
      ip: '127.0.0.1',
      logLevel: 'warn',
      experimental: { disableExperimentalWarning: true },
    })
    const outcomes = (await (await worker.fetch('/')).json()) as { id: string; good: boolean }[]
    await worker.stop()
    await rm(folder, { recursive: true, force: true })
    expect(outcomes.filter(({ good }) => !good)).toEqual([])
    expect(outcomes).toHaveLength(6 + 41 + 9)
  },
)

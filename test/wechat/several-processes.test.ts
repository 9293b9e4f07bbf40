import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { consultations, messages, notices, wechatUsers } from '../../src/db/schema/index.ts'
import { type RunningService, runService } from '../support/run-service.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  test as base,
  type TestDeps,
} from '../support/test-deps.ts'
import { ACCOUNT, KF } from './accounts.ts'
import { EXPERT_WORDS, handOver, release } from './plant.ts'
import { type Sim, startSim } from './sim.ts'
import type { World } from './support.ts'

/** How often a process is killed in each of these; 20 for the record. */
const KILLS = Number(process.env['KILLS'] ?? 3)
const USER = 'oKILLuser0000000000000000001'

type Shared = { deps: TestDeps; url: string; sim: Sim; start: () => Promise<RunningService> }

const test = base.extend<{ shared: Shared }>({
  shared: async ({ localEmbedder }, use) => {
    const clone = await cloneTemplate(10)
    const deps = createTestDeps(clone, localEmbedder)
    const sim = await startSim({ timeoutMs: 5_000 })
    const start = async () => {
      const service = await runService({
        ...ACCOUNT,
        ...KF,
        DATABASE_URL: clone.url,
        MASTER_KEY: Buffer.from(new Uint8Array(32).fill(7)).toString('base64'),
        WECHAT_API_BASE: sim.apiBase,
        WECOM_API_BASE: sim.apiBase,
      })
      sim.o['callback'] = `${service.url}/wechat/oa`
      sim.o['kfCallback'] = `${service.url}/wechat/kf`
      return service
    }
    await use({ deps, url: clone.url, sim, start })
    await sim.stop()
    await deps.settled()
    await clone.close()
  },
})

const until = async (isSo: () => boolean | Promise<boolean>, ms = 20_000) => {
  const end = Date.now() + ms
  while (Date.now() < end) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not come to that')
}

/** What a process that ended had taken is free at once: here nobody waits for the lease to end. */
const freeLeases = ({ db }: TestDeps) =>
  db.execute(sql`
    with a as (update wechat_deliveries set due_at = now() where state = 'waiting'),
      b as (update wechat_inbound set lease_until = now() where state = 'open')
    update wechat_cursors set lease_until = now()`)

describeWithSeveralConnections('WeChat with several processes', () => {
  test(
    'twenty copies at once over two processes are one question with one answer',
    { timeout: 120_000 },
    async ({ shared }) => {
      const { sim, start, deps } = shared
      const [first, second] = [await start(), await start()]
      await sim.text(USER, '你好')
      const halves = [first, second].map((service) => {
        sim.o['callback'] = `${service.url}/wechat/oa`
        return sim.text('oCOPIES', '知识产权公共服务工作站怎么设立？', {
          msgId: '987654321',
          copies: 10,
        })
      })
      await Promise.all(halves)
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      expect(sim.screen('oCOPIES')).toHaveLength(1)
      expect(await deps.db.select().from(wechatUsers)).toHaveLength(2)
      expect(await deps.db.select().from(messages)).toHaveLength(2)
      expect(await deps.db.select().from(consultations)).toHaveLength(2)
      await Promise.all([first.kill(), second.kill()])
    },
  )

  test(
    'a process that is killed while it brings an answer: one more try at most, nothing lost, staff told',
    { timeout: 900_000 },
    async ({ shared }) => {
      const { sim, start, deps } = shared
      deps.now = () => new Date()
      let service = await start()
      for (let n = 0; n < KILLS; n += 1) {
        const user = `oKILL${n}`
        const world = { sim, deps } as World
        const code = await handOver(world, user)
        const before = sim.calls('custom/send').length
        sim.fault({ path: '/cgi-bin/message/custom/send', delayMs: 1_000, times: 1 })
        await release(world, code, `${EXPERT_WORDS}（${n}）`)
        await until(() => sim.calls('custom/send').length > before)
        await service.kill()
        await new Promise((resolve) => setTimeout(resolve, 1_200))
        await freeLeases(deps)
        service = await start()
        const seen = () => sim.screen(user).filter(({ text }) => text?.includes(`（${n}）`)).length
        await until(() => sim.calls('custom/send').length === before + 2)
        await until(() => seen() > 0)
        await new Promise((resolve) => setTimeout(resolve, 300))
        expect(sim.calls('custom/send')).toHaveLength(before + 2)
      }
      const told = (await deps.db.select().from(notices)).filter(
        ({ kind }) => kind === 'delivery_unconfirmed',
      )
      expect(new Set(told.map(({ key }) => key)).size).toBe(KILLS)
      await service.kill()
    },
  )

  test(
    'a process that is killed between two pages of 微信客服: nothing lost, nothing twice',
    { timeout: 900_000 },
    async ({ shared }) => {
      const { sim, start, deps } = shared
      sim.o['kfPageSize'] = 2
      let service = await start()
      for (let n = 0; n < KILLS; n += 1) {
        const customers = Array.from({ length: 5 }, (_, at) => `wmKILL${n}x${at}`)
        for (const customer of customers)
          await sim.kfText(customer, '工作站怎么设立？', { notify: false })
        const pages = sim.calls('kf/sync_msg').length
        sim.fault({ path: '/cgi-bin/kf/send_msg', delayMs: 50, times: 2 })
        await sim.kfNotify()
        await until(() => sim.calls('kf/sync_msg').length > pages + (n % 3))
        await service.kill()
        await freeLeases(deps)
        service = await start()
        await sim.kfNotify()
        const idsOf = (customer: string) =>
          sim
            .calls('kf/send_msg')
            .filter(({ path, body }) => path.endsWith('/send_msg') && body['touser'] === customer)
            .map(({ body }) => String(body['msgid']))
        const first = (customer: string) =>
          new Set(idsOf(customer).filter((id) => id.endsWith('_0')))
        await until(() => customers.every((customer) => first(customer).size > 0), 40_000)
        expect(customers.map((customer) => first(customer).size)).toEqual([1, 1, 1, 1, 1])
      }
      const asked = await deps.db.select().from(messages)
      expect(asked).toHaveLength(KILLS * 5)
      await service.kill()
    },
  )
})

// @ts-expect-error -- plain JavaScript, used as it is (test/fixtures/wechat/README.md)
import { WeChatSim } from '../../test/fixtures/wechat/wechat_sim.mjs'

type Seen = { via: string; text?: string }
type Attempt = { status?: number; error?: string; body?: string; ms: number }
export type Delivered = { outcome: string; attempts: Attempt[] }

/** What of the simulator of WeChat's side the attacks use. */
export type Sim = {
  o: Record<string, unknown>
  apiBase: string
  start: () => Promise<Sim>
  stop: () => Promise<void>
  screen: (openid: string) => Seen[]
  calls: (path?: string) => { path: string; body: unknown }[]
  text: (openid: string, content: string, options?: Record<string, unknown>) => Promise<unknown>
  event: (openid: string, name: string, options?: Record<string, unknown>) => Promise<unknown>
  deliver: (xml: string, options?: Record<string, unknown>) => Promise<Delivered>
  message: (
    openid: string,
    kind: string,
    fields: readonly (readonly [string, string])[],
  ) => Promise<Delivered>
  head: (openid: string, kind: string) => string
  build: (
    xml: string,
    options?: Record<string, unknown>,
  ) => { query: URLSearchParams; body: string }
}

export async function startSim(options: Record<string, unknown>): Promise<Sim> {
  const sim: Sim = new WeChatSim(options)
  return sim.start()
}

const LONGEST_MS = 15_000

/** What a user sees once an answer is there, whether it came at once or was pushed. */
export async function readScreen(sim: Sim, openid: string): Promise<string> {
  const end = Date.now() + LONGEST_MS
  const texts = () => sim.screen(openid).map(({ text = '' }) => text)
  const isWaiting = () => texts().every((text) => text.startsWith('已收到，正在查找依据'))
  while (isWaiting() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100))
  return texts().join('\n')
}

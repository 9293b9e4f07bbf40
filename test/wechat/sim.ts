// @ts-expect-error -- plain JavaScript, used as it is (test/fixtures/wechat/README.md)
import { WeChatSim } from '../fixtures/wechat/wechat_sim.mjs'

type Seen = { via: string; type?: string; text?: string; at: number; reason?: string }
type Attempt = { status?: number; error?: string; ms: number; body?: string; type?: string }
type Delivered = {
  outcome: 'silent' | 'reply' | 'banner' | 'none'
  reason?: string
  attempts: Attempt[]
}
type Options = Record<string, unknown>

/** What of the simulator the tests use. */
export type Sim = {
  o: Options
  apiBase: string
  clock: number
  tokenCalls: number
  faults: unknown[]
  staff: { via: string; type?: string; to?: string[]; data: Options }[]
  kf: {
    servicers: Map<string, number>
    list: unknown[]
    users: Map<string, { state: number; servicer: string }>
  }
  start: () => Promise<Sim>
  stop: () => Promise<void>
  advance: (ms: number) => void
  fault: (fault: Options) => void
  expireTokens: () => void
  screen: (openid: string) => Seen[]
  calls: (
    path?: string,
  ) => { path: string; body: Options; query: Options; at: number; result?: Options }[]
  text: (openid: string, content: string, options?: Options) => Promise<Delivered>
  voice: (openid: string, recognition?: string) => Promise<Delivered>
  image: (openid: string) => Promise<Delivered>
  event: (openid: string, name: string, options?: Options) => Promise<Delivered>
  deliver: (xml: string, options?: Options) => Promise<Delivered>
  kfText: (customer: string, content: string, options?: Options) => Promise<Delivered | null>
  kfEnter: (customer: string, options?: Options) => Promise<Delivered>
  kfStaff: (customer: string, servicer: string, content: string) => Promise<Delivered>
  kfEnd: (customer: string) => Promise<Delivered>
  kfNotify: () => Promise<Delivered>
  kfScreen: (customer: string) => Seen[]
  kfUser: (customer: string) => { state: number; servicer: string }
}

export async function startSim(options: Options = {}): Promise<Sim> {
  const sim = new WeChatSim(options) as Sim
  return sim.start()
}

import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { type Api, createApi } from './api/call-api.ts'
import { accountTokens, kfTokens } from './api/tokens.ts'
import type { AccountConfig, KfConfig } from './settings.ts'

export type Account = {
  config: AccountConfig
  /** Undefined where nothing may be pushed: no secret, not verified, or no fixed address. */
  api: Api | undefined
}

export type Kf = { config: KfConfig; api: Api }

export type Wechat = {
  account: Account | undefined
  kf: Kf | undefined
  /** Where links lead; without a slash at its end. */
  publicUrl: string
  /** Whether the header `x-test-now` is the time, in seconds. */
  testClock: boolean
}

type Shared = Pick<Deps, 'db' | 'cipher' | 'now' | 'log'>

/**
 * @param reaches whether requests from here come from an address that the platform can be told to trust; Workers
 *   have none, but a relay may
 */
export function openWechat(
  config: Pick<Config, 'wechat' | 'notices' | 'host' | 'port'>,
  shared: Shared,
  reaches: (apiBase: string) => boolean = () => true,
): Wechat | undefined {
  const { account, kf, testClock } = config.wechat
  if (!account && !kf) return undefined
  return {
    account: account && { config: account, api: accountApi(account, shared, reaches) },
    kf: kf && reaches(kf.apiBase) ? { config: kf, api: kfApi(kf, shared) } : undefined,
    publicUrl: config.notices.publicUrl ?? `http://${config.host}:${config.port}`,
    testClock,
  }
}

function accountApi(
  config: AccountConfig,
  shared: Shared,
  reaches: (apiBase: string) => boolean,
): Api | undefined {
  const { secret, verified, apiBase } = config
  if (secret === undefined || !verified || !reaches(apiBase)) return undefined
  const tokens = accountTokens(shared, { ...config, secret })
  return createApi({ base: apiBase, platform: 'account', tokens, log: shared.log })
}

function kfApi(config: KfConfig, shared: Shared): Api {
  const tokens = kfTokens(shared, config)
  return createApi({ base: config.apiBase, platform: 'wecom', tokens, log: shared.log })
}

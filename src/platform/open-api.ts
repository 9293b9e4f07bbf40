import type { Deps } from '../deps.ts'
import { type Api, createApi } from './call-api.ts'
import { type AccountSecret, accountTokens, type WecomSecret, wecomTokens } from './tokens.ts'

type Shared = Pick<Deps, 'db' | 'cipher' | 'now' | 'log'>

/** Of a service account. */
export function openAccountApi(shared: Shared, config: AccountSecret): Api {
  const tokens = accountTokens(shared, config)
  return createApi({ base: config.apiBase, platform: 'account', tokens, log: shared.log })
}

/** Of one application of an enterprise in WeCom. */
export function openWecomApi(shared: Shared, config: WecomSecret): Api {
  const tokens = wecomTokens(shared, config)
  return createApi({ base: config.apiBase, platform: 'wecom', tokens, log: shared.log })
}

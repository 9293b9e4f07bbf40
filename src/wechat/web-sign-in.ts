import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { requestText } from '../platform/call-api.ts'
import { readOutcome } from '../platform/outcome.ts'
import { makeLinkCode } from './links.ts'
import type { Account } from './open-wechat.ts'
import { findOrCreateUser } from './users.ts'

/** The code that the page exchanges at once. */
const CODE_MS = 120_000

/** Where WeChat says who somebody is, silently (网页授权 snsapi_base). `state` is bound to the browser. */
export function authorizeUrl({ config }: Account, publicUrl: string, state: string): string {
  const query = new URLSearchParams({
    appid: config.appId,
    redirect_uri: `${publicUrl}/wechat/web/return`,
    response_type: 'code',
    scope: 'snsapi_base',
    state,
  })
  return `${config.oauthBase}/connect/oauth2/authorize?${query}#wechat_redirect`
}

const Identity = z.looseObject({
  openid: z.string().min(1).max(200),
  is_snapshotuser: z.union([z.number(), z.string()]).optional(),
})

export type SignIn =
  | { what: 'known'; code: string }
  /** A visitor of a snapshot page has an id that is nobody's, and is bound to nothing (网页授权 快照页). */
  | { what: 'snapshot' }
  | { what: 'refused' }

/** @param code of WeChat, good once */
export async function signInFromWeb(deps: Deps, account: Account, code: string): Promise<SignIn> {
  const { appId, secret, apiBase } = account.config
  if (secret === undefined) return { what: 'refused' }
  const query = new URLSearchParams({
    appid: appId,
    secret,
    code,
    grant_type: 'authorization_code',
  })
  const url = `${apiBase}/sns/oauth2/access_token?${query}`
  const { status, text } = await requestText(url, { method: 'GET' })
  const outcome = readOutcome(status, text)
  const identity = Identity.safeParse(outcome.body)
  if (outcome.action !== 'ok' || !identity.success) {
    const { errcode, rid } = outcome
    deps.log('warn', 'wechat_sign_in_refused', { errcode, rid })
    return { what: 'refused' }
  }
  if (Number(identity.data.is_snapshotuser ?? 0) === 1) return { what: 'snapshot' }
  const who = { channel: 'wechat' as const, account: appId, id: identity.data.openid }
  const user = await findOrCreateUser(deps, who)
  const now = deps.now()
  return { what: 'known', code: await makeLinkCode(deps.db, user, { now, lastsMs: CODE_MS }) }
}

import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { requestText, TokenError } from './call-api.ts'
import { type Platform, readOutcome } from './outcome.ts'
import { createTokenStore, type FreshToken, type TokenStore } from './token-store.ts'

const Given = z.looseObject({
  access_token: z.string().min(1).max(1_000),
  expires_in: z.int().positive(),
})

type Shared = Pick<Deps, 'db' | 'cipher' | 'now'>

export type AccountSecret = { appId: string; secret: string; apiBase: string }

/** Of one application of an enterprise in WeCom; by the name its token is kept. */
export type WecomSecret = { name: string; corpId: string; secret: string; apiBase: string }

/** Of the service account: the stable token, which others who ask for it do not end (getStableAccessToken). */
export function accountTokens(shared: Shared, config: AccountSecret): TokenStore {
  const ask = () => askForAccountToken(config)
  return createTokenStore({ ...shared, name: `account:${config.appId}`, ask })
}

/** @throws TokenError with what the platform has against it */
export function askForAccountToken({ appId, secret, apiBase }: AccountSecret): Promise<FreshToken> {
  const body = JSON.stringify({
    grant_type: 'client_credential',
    appid: appId,
    secret,
    force_refresh: false,
  })
  return askForToken(`${apiBase}/cgi-bin/stable_token`, { method: 'POST', body }, 'account')
}

/** Of a WeCom application (WeCom 91039). */
export function wecomTokens(shared: Shared, config: WecomSecret): TokenStore {
  const ask = () => askForWecomToken(config)
  return createTokenStore({ ...shared, name: config.name, ask })
}

/** @throws TokenError with what the platform has against it */
export function askForWecomToken({
  corpId,
  secret,
  apiBase,
}: Omit<WecomSecret, 'name'>): Promise<FreshToken> {
  const query = new URLSearchParams({ corpid: corpId, corpsecret: secret })
  return askForToken(`${apiBase}/cgi-bin/gettoken?${query}`, { method: 'GET' }, 'wecom')
}

async function askForToken(
  url: string,
  init: { method: 'POST' | 'GET'; body?: string },
  platform: Platform,
): Promise<FreshToken> {
  const { status, text } = await requestText(url, init)
  const outcome = readOutcome(status, text, platform)
  const given = Given.safeParse(outcome.body)
  if (outcome.action === 'ok' && given.success) {
    return { value: given.data.access_token, seconds: given.data.expires_in }
  }
  // A refusal of the secret is 40001 here: asking again for a token would only go round in a circle.
  const refreshing = outcome.action === 'refresh_token_and_retry_once' || outcome.action === 'ok'
  throw new TokenError(refreshing ? { ...outcome, action: 'config_error' } : outcome)
}

import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { AccountConfig, KfConfig } from '../settings.ts'
import { requestText, TokenError } from './call-api.ts'
import { type Platform, readOutcome } from './outcome.ts'
import { createTokenStore, type FreshToken, type TokenStore } from './token-store.ts'

const Given = z.looseObject({
  access_token: z.string().min(1).max(1_000),
  expires_in: z.int().positive(),
})

type Shared = Pick<Deps, 'db' | 'cipher' | 'now'>

type Pushing = AccountConfig & { secret: string }

/** Of the service account: the stable token, which others who ask for it do not end (getStableAccessToken). */
export function accountTokens(shared: Shared, config: Pushing): TokenStore {
  const ask = () => askForAccountToken(config)
  return createTokenStore({ ...shared, name: `account:${config.appId}`, ask })
}

/** @throws TokenError with what the platform has against it */
export function askForAccountToken({ appId, secret, apiBase }: Pushing): Promise<FreshToken> {
  const body = JSON.stringify({
    grant_type: 'client_credential',
    appid: appId,
    secret,
    force_refresh: false,
  })
  return askForToken(`${apiBase}/cgi-bin/stable_token`, { method: 'POST', body }, 'account')
}

/** Of the WeCom application that may call 微信客服. */
export function kfTokens(shared: Shared, { corpId, secret, apiBase }: KfConfig): TokenStore {
  const query = new URLSearchParams({ corpid: corpId, corpsecret: secret })
  const url = `${apiBase}/cgi-bin/gettoken?${query}`
  const ask = () => askForToken(url, { method: 'GET' }, 'wecom')
  return createTokenStore({ ...shared, name: `kf:${corpId}`, ask })
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

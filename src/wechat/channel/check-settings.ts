import type { WecomAppConfig } from '../../notices/settings.ts'
import { requestText, TokenError } from '../../platform/call-api.ts'
import { askForAccountToken, askForWecomToken } from '../../platform/tokens.ts'
import {
  bad,
  type ChannelPart,
  type Finding,
  type FindingCode,
  good,
} from '../../shared/channel-findings.ts'
import type { AccountConfig, KfConfig } from '../settings.ts'
import { checkAddress } from './check-address.ts'

export type ChannelConfig = {
  account: AccountConfig | undefined
  kf: KfConfig | undefined
  app: WecomAppConfig | undefined
  /** Undefined where the settings have none. */
  publicUrl: string | undefined
}

const LARGEST_DIFFERENCE_S = 300

/** Everything that keeps the channel from working; calls the platform and, as the platform does, this service. */
export async function checkChannel(config: ChannelConfig): Promise<Finding[]> {
  const { account, kf, app, publicUrl } = config
  const parts = await Promise.all([
    account && checkAccount(account, publicUrl),
    kf && checkKf(kf, publicUrl),
    app && checkApp(app, publicUrl),
  ])
  const missing = [bad('account_missing'), good('kf_missing'), good('app_missing')]
  const found = parts.flatMap((part, at) => part ?? missing[at] ?? [])
  return [...findPublicUrlProblems(publicUrl), ...found]
}

function findPublicUrlProblems(publicUrl: string | undefined): Finding[] {
  if (publicUrl === undefined) return [bad('public_url_missing')]
  const { protocol, port } = new URL(publicUrl)
  const isOdd = port !== '' && port !== '80' && port !== '443'
  return [
    ...(protocol === 'http:' ? [bad('public_url_plain')] : []),
    ...(isOdd ? [bad('public_url_port')] : []),
  ]
}

async function checkAccount(account: AccountConfig, publicUrl: string | undefined) {
  const { mode, aesKeys, token, appId, apiBase } = account
  const door = { path: '/wechat/oa', token, id: appId, aesKey: undefined }
  return [
    mode === 'safe' ? good('mode_safe') : bad('mode_unsafe', { mode }),
    aesKeys.length > 1 ? bad('key_previous') : good('key_single'),
    ...(await checkAddress(door, publicUrl)),
    await checkClock(apiBase),
    await checkAccountSecret(account),
  ]
}

async function checkKf(kf: KfConfig, publicUrl: string | undefined) {
  const { token, aesKey, corpId } = kf
  return [
    ...(await checkAddress({ path: '/wechat/kf', token, id: corpId, aesKey }, publicUrl)),
    await checkSecret('kf', () => askForWecomToken(kf)),
  ]
}

async function checkApp(app: WecomAppConfig, publicUrl: string | undefined) {
  const { callback, corpId: id, agentSecret: secret } = app
  return [
    ...(callback
      ? await checkAddress({ path: '/wechat/app', id, ...callback }, publicUrl)
      : [good('app_plain')]),
    await checkSecret('app', () => askForWecomToken({ ...app, secret })),
  ]
}

async function checkClock(apiBase: string): Promise<Finding> {
  const { date } = await requestText(apiBase, { method: 'GET' })
  if (date === undefined) return bad('clock_unreached', { host: new URL(apiBase).host })
  const seconds = Math.round(Math.abs(Date.now() - Date.parse(date)) / 1_000)
  const told = { seconds: String(seconds) }
  return seconds > LARGEST_DIFFERENCE_S ? bad('clock_off', told) : good('clock_good', told)
}

async function checkAccountSecret(account: AccountConfig): Promise<Finding> {
  const { secret, verified } = account
  if (secret === undefined) return bad('secret_missing')
  if (!verified) return good('unverified')
  return checkSecret('account', () => askForAccountToken({ ...account, secret }))
}

async function checkSecret(what: ChannelPart, ask: () => Promise<unknown>): Promise<Finding> {
  try {
    await ask()
    return good('secret_good', { what })
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return describeRefusal(error, what)
  }
}

const refusals: Record<number, FindingCode> = {
  40_001: 'secret_wrong',
  40_013: 'secret_id',
  40_125: 'secret_wrong',
  40_164: 'secret_address',
  40_243: 'secret_frozen',
  50_002: 'account_limited',
  60_020: 'secret_address',
}

function describeRefusal({ outcome }: TokenError, what: ChannelPart): Finding {
  const { errcode, untrustedAddress } = outcome
  if (errcode === undefined) return bad('secret_silent', { what })
  const code = refusals[errcode] ?? 'secret_refused'
  return bad(code, { what, errcode: String(errcode), address: untrustedAddress ?? '' })
}

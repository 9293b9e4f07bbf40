import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { openAppApi } from '../notices/open-senders.ts'
import type { WecomAppConfig } from '../notices/settings.ts'
import type { Api } from '../platform/call-api.ts'
import { openAccountApi, openWecomApi } from '../platform/open-api.ts'
import type { ChannelConfig } from './channel/check-settings.ts'
import type { AccountConfig, KfConfig } from './settings.ts'

export type Account = {
  config: AccountConfig
  /** Undefined where nothing may be pushed: no secret, not verified, or no fixed address. */
  api: Api | undefined
}

export type Kf = { config: KfConfig; api: Api }

/** The WeCom application of staff and experts, where its messages have buttons. */
export type WecomApp = {
  config: WecomAppConfig & { callback: NonNullable<WecomAppConfig['callback']> }
  api: Api
}

export type Wechat = {
  account: Account | undefined
  kf: Kf | undefined
  app: WecomApp | undefined
  /** All of it as it is set, whether or not anything may be pushed from here. */
  settings: ChannelConfig
  /** Gives the text of the menu file; undefined where none is set. */
  readMenuFile: (() => Promise<string>) | undefined
  /** Where links lead; without a slash at its end. */
  publicUrl: string
  /** Whether the header `x-test-now` is the time, in seconds. */
  testClock: boolean
}

type Shared = Pick<Deps, 'db' | 'cipher' | 'now' | 'log'>

type Options = {
  /**
   * Whether requests from here come from an address that the platform can be told to trust; Workers have none, but
   * a relay may.
   */
  reaches?: (apiBase: string) => boolean
  /** Node only. */
  readFile?: (path: string) => Promise<string>
}

export function openWechat(
  config: Pick<Config, 'wechat' | 'notices' | 'host' | 'port'>,
  shared: Shared,
  { reaches = () => true, readFile }: Options = {},
): Wechat | undefined {
  const { account, kf, menuFile, testClock } = config.wechat
  const { wecomApp: app, publicUrl } = config.notices
  if (!account && !kf && !app) return undefined
  return {
    account: account && { config: account, api: accountApi(account, shared, reaches) },
    kf: kf && reaches(kf.apiBase) ? openKf(kf, shared) : undefined,
    app: app && reaches(app.apiBase) ? openApp(app, shared) : undefined,
    settings: { account, kf, app, publicUrl },
    readMenuFile: menuReader(menuFile, readFile),
    publicUrl: publicUrl ?? `http://${config.host}:${config.port}`,
    testClock,
  }
}

function menuReader(path: string | undefined, readFile: Options['readFile']) {
  return path === undefined || !readFile ? undefined : () => readFile(path)
}

function accountApi(
  config: AccountConfig,
  shared: Shared,
  reaches: (apiBase: string) => boolean,
): Api | undefined {
  const { secret, verified, apiBase } = config
  if (secret === undefined || !verified || !reaches(apiBase)) return undefined
  return openAccountApi(shared, { ...config, secret })
}

function openKf(config: KfConfig, shared: Shared): Kf {
  return { config, api: openWecomApi(shared, { ...config, name: `kf:${config.corpId}` }) }
}

function openApp(config: WecomAppConfig, shared: Shared): WecomApp | undefined {
  const { callback } = config
  return callback && { config: { ...config, callback }, api: openAppApi(shared, config) }
}

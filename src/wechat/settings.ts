import { z } from 'zod'
import { type CallbackMode, callbackModes } from './protocol/read-callback.ts'

const word = z.string().max(200).regex(/^\S+$/, 'without blanks').optional()
const secret = z.string().max(500).optional()
const aesKey = z
  .string()
  .regex(/^[A-Za-z0-9]{43}$/, '43 letters and digits')
  .optional()
const base = (address: string) => z.url({ protocol: /^https?$/ }).default(address)

/** The service account and 微信客服 (docs/wechat.md); each is there when its settings are. */
export const wechatSettings = {
  WECHAT_APPID: {
    doc: 'AppID of the WeChat service account; empty: none',
    schema: word,
    default: '',
  },
  WECHAT_GH_ID: {
    doc: 'its original id (原始ID), gh_…; required with WECHAT_APPID',
    schema: word,
    default: '',
  },
  WECHAT_TOKEN: {
    doc: 'token of its server settings; empty: /wechat/oa is not there',
    schema: word,
    default: '',
  },
  WECHAT_AES_KEY: {
    doc: 'EncodingAESKey of its server settings; required but in plain mode',
    schema: aesKey,
    default: '',
  },
  WECHAT_AES_KEY_PREVIOUS: {
    doc: 'the former EncodingAESKey, for the time of a change',
    schema: aesKey,
    default: '',
  },
  WECHAT_MODE: {
    doc: 'mode of its server settings; production takes safe only',
    schema: z.enum(callbackModes).default('safe'),
    default: 'safe',
  },
  WECHAT_SECRET: {
    doc: 'AppSecret of the service account; empty: nothing is pushed, what is late is given as a link',
    schema: secret,
    default: '',
  },
  WECHAT_ACCOUNT: {
    doc: 'unverified where WeChat has not verified the account: it may not push',
    schema: z.enum(['verified', 'unverified']).default('verified'),
    default: 'verified',
  },
  WECHAT_PASSIVE_DEADLINE_MS: {
    doc: 'milliseconds that a callback waits for an answer; WeChat itself gives 5,000',
    schema: z.coerce.number().int().min(1).max(4_300).default(4_000),
    default: '4000',
  },
  WECHAT_REPLY_TEMPLATE: {
    doc: 'template message that tells of an answer by a person, as id:code:time (docs/wechat.md); empty: none',
    schema: z
      .string()
      .regex(/^[\w-]{1,100}(?::[a-z_]+\d{1,2}){2}$/, 'id:character_string1:time2')
      .optional(),
    default: '',
  },
  WECHAT_SUBSCRIBE_TEMPLATE: {
    doc: 'subscription notice (订阅通知) for the same, in the same form; empty: none',
    schema: z
      .string()
      .regex(/^[\w-]{1,100}(?::[a-z_]+\d{1,2}){2}$/, 'id:character_string1:time2')
      .optional(),
    default: '',
  },
  WECHAT_POLICY_TEMPLATE: {
    doc: 'subscription notice (订阅通知) that tells of a policy notice, as id:title:time (docs/policy-notices.md); empty: none',
    schema: z
      .string()
      .regex(/^[\w-]{1,100}(?::[a-z_]+\d{1,2}){2}$/, 'id:thing1:time2')
      .optional(),
    default: '',
  },
  WECHAT_FILE: {
    doc: 'YAML file with the menu and the templates (docs/wechat.md), for the console and `npm run wechat -- apply`; empty: the standard menu',
    schema: z.string().max(4_000).optional(),
    default: '',
  },
  WECHAT_API_BASE: {
    doc: 'base address of the WeChat API; a relay with a fixed address where the service runs on Workers',
    schema: base('https://api.weixin.qq.com'),
    default: 'https://api.weixin.qq.com',
  },
  WECHAT_OAUTH_BASE: {
    doc: 'base address of WeChat web authorisation',
    schema: base('https://open.weixin.qq.com'),
    default: 'https://open.weixin.qq.com',
  },
  WECHAT_TEST_CLOCK: {
    doc: '1 takes the time from the header x-test-now, for tests; never in production',
    schema: z.enum(['0', '1']).default('0'),
    default: '0',
  },
  WECOM_KF_OPEN_KFID: {
    doc: 'id of the 微信客服 account (open_kfid); empty: none. It also needs WECOM_CORPID',
    schema: word,
    default: '',
  },
  WECOM_KF_TOKEN: { doc: 'token of its callback', schema: word, default: '' },
  WECOM_KF_AES_KEY: { doc: 'EncodingAESKey of its callback', schema: aesKey, default: '' },
  WECOM_KF_SECRET: {
    doc: 'secret of the WeCom application that may call 微信客服',
    schema: secret,
    default: '',
  },
  WECOM_KF_SERVICER: {
    doc: 'userid of the member to whom a conversation is handed; empty: the queue (接待池)',
    schema: word,
    default: '',
  },
} as const

/** A template message or notice: its id, and the fields for the code of the case and for the time. */
export type NoticeTemplate = { id: string; codeField: string; timeField: string }

export type AccountConfig = {
  appId: string
  ghId: string
  token: string
  aesKeys: string[]
  mode: CallbackMode
  secret: string | undefined
  verified: boolean
  passiveDeadlineMs: number
  replyTemplate: NoticeTemplate | undefined
  subscribeTemplate: NoticeTemplate | undefined
  policyTemplate: NoticeTemplate | undefined
  apiBase: string
  oauthBase: string
}

export type KfConfig = {
  corpId: string
  openKfid: string
  token: string
  aesKey: string
  secret: string
  servicer: string | undefined
  apiBase: string
}

export type WechatConfig = {
  account: AccountConfig | undefined
  kf: KfConfig | undefined
  /** Path of the file with the menu. */
  menuFile: string | undefined
  testClock: boolean
}

type Settings = typeof wechatSettings
type Schemas = { -readonly [Name in keyof Settings]: Settings[Name]['schema'] }
type Values = z.output<z.ZodObject<Schemas>> & {
  WECOM_CORPID?: string | undefined
  WECOM_API_BASE: string
}

const trimmed = (address: string) => address.replace(/\/$/, '')

export function wechatConfigOf(values: Values): WechatConfig {
  return {
    account: accountOf(values),
    kf: kfOf(values),
    menuFile: values.WECHAT_FILE,
    testClock: values.WECHAT_TEST_CLOCK === '1',
  }
}

function accountOf(values: Values): AccountConfig | undefined {
  const { WECHAT_APPID: appId, WECHAT_GH_ID: ghId, WECHAT_TOKEN: token } = values
  if (!appId || !ghId || !token) return undefined
  const keys = [values.WECHAT_AES_KEY, values.WECHAT_AES_KEY_PREVIOUS]
  return {
    appId,
    ghId,
    token,
    aesKeys: keys.filter((key) => key !== undefined),
    mode: values.WECHAT_MODE,
    secret: values.WECHAT_SECRET,
    verified: values.WECHAT_ACCOUNT === 'verified',
    passiveDeadlineMs: values.WECHAT_PASSIVE_DEADLINE_MS,
    replyTemplate: templateOf(values.WECHAT_REPLY_TEMPLATE),
    subscribeTemplate: templateOf(values.WECHAT_SUBSCRIBE_TEMPLATE),
    policyTemplate: templateOf(values.WECHAT_POLICY_TEMPLATE),
    apiBase: trimmed(values.WECHAT_API_BASE),
    oauthBase: trimmed(values.WECHAT_OAUTH_BASE),
  }
}

function templateOf(setting: string | undefined): NoticeTemplate | undefined {
  const [id, codeField, timeField] = setting?.split(':') ?? []
  return id && codeField && timeField ? { id, codeField, timeField } : undefined
}

function kfOf(values: Values): KfConfig | undefined {
  const { WECOM_CORPID: corpId, WECOM_KF_OPEN_KFID: openKfid, WECOM_KF_TOKEN: token } = values
  const { WECOM_KF_AES_KEY: key, WECOM_KF_SECRET: kfSecret } = values
  if (!corpId || !openKfid || !token || !key || !kfSecret) return undefined
  const apiBase = trimmed(values.WECOM_API_BASE)
  const servicer = values.WECOM_KF_SERVICER
  return { corpId, openKfid, token, aesKey: key, secret: kfSecret, servicer, apiBase }
}

/** Settings that are of no use without others. */
export const wechatNeeds = [
  ['WECHAT_TOKEN', 'WECHAT_APPID', 'WECHAT_GH_ID'],
  ['WECHAT_SECRET', 'WECHAT_APPID'],
  ['WECOM_KF_OPEN_KFID', 'WECOM_KF_TOKEN', 'WECOM_KF_AES_KEY', 'WECOM_KF_SECRET'],
] as const satisfies (keyof Settings)[][]

/** What is wrong between the settings of WeChat and others, in words. */
export function wechatProblems(given: Record<string, unknown>): string[] {
  const isProduction = given['DEPLOYMENT'] === 'production'
  const mode = given['WECHAT_MODE'] ?? 'safe'
  const has = (name: string) => name in given
  const account = has('WECHAT_TOKEN')
  const wrong: [boolean, string][] = [
    [
      account && mode !== 'plain' && !has('WECHAT_AES_KEY'),
      'WECHAT_AES_KEY: required in safe and compat mode',
    ],
    [
      account && isProduction && mode !== 'safe',
      'WECHAT_MODE: production takes safe only, nothing else is authentic',
    ],
    [
      account && isProduction && !has('PUBLIC_URL'),
      'PUBLIC_URL: in production required with WECHAT_TOKEN',
    ],
    [
      isProduction && given['WECHAT_TEST_CLOCK'] === '1',
      'WECHAT_TEST_CLOCK: for tests, not for production',
    ],
    [has('WECOM_KF_OPEN_KFID') && !has('WECOM_CORPID'), 'WECOM_KF_OPEN_KFID needs WECOM_CORPID'],
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, problem]) => problem)
}

import { z } from 'zod'

const httpUrl = z.url({ protocol: /^https?$/ }).optional()
const secret = z.string().max(500).optional()
const word = z.string().max(200).optional()

/** What notices need; each channel is there when its settings are. Part of `config.ts`. */
export const noticeSettings = {
  PUBLIC_URL: {
    doc: 'address at which people reach the service, for the links in notices; empty: notices have no links',
    schema: httpUrl,
    default: '',
  },
  SMTP_URL: {
    doc: 'mail server for notices, smtps://user:password@host:465 or smtp://…:587 (with a password only over STARTTLS); empty: no e-mail',
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
    default: '',
  },
  SMTP_FROM: {
    doc: 'sender address of these e-mails; required with SMTP_URL',
    schema: z.email().max(254).optional(),
    default: '',
  },
  WECOM_API_BASE: {
    doc: 'base address of the WeCom API',
    schema: z.url({ protocol: /^https?$/ }).default('https://qyapi.weixin.qq.com'),
    default: 'https://qyapi.weixin.qq.com',
  },
  WECOM_CORPID: { doc: 'id of the enterprise in WeCom (企业ID)', schema: word, default: '' },
  WECOM_AGENT_ID: {
    doc: 'id of the WeCom application that sends notices to members whose userid is their user name here; empty: none are sent',
    schema: z.coerce.number().int().positive().optional(),
    default: '',
  },
  WECOM_AGENT_SECRET: {
    doc: 'its secret; required with WECOM_AGENT_ID',
    schema: secret,
    default: '',
  },
  WECOM_AGENT_TOKEN: {
    doc: 'token of the callback of that application (/wechat/app); empty: its messages have no buttons',
    schema: z.string().max(200).regex(/^\S+$/, 'without blanks').optional(),
    default: '',
  },
  WECOM_AGENT_AES_KEY: {
    doc: 'EncodingAESKey of that callback; required with WECOM_AGENT_TOKEN',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9]{43}$/, '43 letters and digits')
      .optional(),
    default: '',
  },
  WECOM_ROBOT_URL: {
    doc: 'address of the robot of a WeCom group (with its key) that tells the duty group of cases; empty: none',
    schema: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional(),
    default: '',
  },
  WEBHOOK_URL: {
    doc: 'address of another system that is told of every notice, signed (docs/notices.md); empty: none',
    schema: httpUrl,
    default: '',
  },
  WEBHOOK_SECRET: {
    doc: 'secret of that signature, 32 characters at least; required with WEBHOOK_URL',
    schema: z.string().min(32).max(500).optional(),
    default: '',
  },
} as const

/** The WeCom application that tells staff and experts; `callback` where its messages may have buttons. */
export type WecomAppConfig = {
  apiBase: string
  corpId: string
  agentId: number
  agentSecret: string
  callback: { token: string; aesKey: string } | undefined
}

export type NoticeConfig = {
  /** Without a slash at its end. */
  publicUrl: string | undefined
  smtp: { url: string; from: string } | undefined
  wecomApp: WecomAppConfig | undefined
  wecomRobotUrl: string | undefined
  webhook: { url: string; secret: string } | undefined
}

type Settings = typeof noticeSettings
type Schemas = { -readonly [Name in keyof Settings]: Settings[Name]['schema'] }
type Values = z.output<z.ZodObject<Schemas>>

export function noticeConfigOf(values: Values): NoticeConfig {
  const { SMTP_URL: smtpUrl, SMTP_FROM: from } = values
  const { WEBHOOK_URL: webhookUrl, WEBHOOK_SECRET: webhookSecret } = values
  return {
    publicUrl: values.PUBLIC_URL?.replace(/\/$/, ''),
    smtp: smtpUrl && from ? { url: smtpUrl, from } : undefined,
    wecomApp: wecomAppOf(values),
    wecomRobotUrl: values.WECOM_ROBOT_URL,
    webhook: webhookUrl && webhookSecret ? { url: webhookUrl, secret: webhookSecret } : undefined,
  }
}

function wecomAppOf(values: Values): NoticeConfig['wecomApp'] {
  const { WECOM_CORPID: corpId, WECOM_AGENT_ID: agentId, WECOM_AGENT_SECRET: agentSecret } = values
  if (!corpId || !agentId || !agentSecret) return undefined
  const { WECOM_AGENT_TOKEN: token, WECOM_AGENT_AES_KEY: aesKey } = values
  const callback = token && aesKey ? { token, aesKey } : undefined
  const apiBase = values.WECOM_API_BASE.replace(/\/$/, '')
  return { apiBase, corpId, agentId, agentSecret, callback }
}

/** Settings that are of no use without others. */
export const noticeNeeds = [
  ['SMTP_URL', 'SMTP_FROM'],
  ['WECOM_AGENT_ID', 'WECOM_CORPID', 'WECOM_AGENT_SECRET'],
  ['WECOM_AGENT_TOKEN', 'WECOM_AGENT_AES_KEY', 'WECOM_AGENT_ID', 'PUBLIC_URL'],
  ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
] as const satisfies (keyof Settings)[][]

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

export type NoticeConfig = {
  /** Without a slash at its end. */
  publicUrl: string | undefined
  smtp: { url: string; from: string } | undefined
  wecomApp: { apiBase: string; corpId: string; agentId: number; agentSecret: string } | undefined
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
  return { apiBase: values.WECOM_API_BASE.replace(/\/$/, ''), corpId, agentId, agentSecret }
}

/** Settings that are of no use without others. */
export const noticeNeeds = [
  ['SMTP_URL', 'SMTP_FROM'],
  ['WECOM_AGENT_ID', 'WECOM_CORPID', 'WECOM_AGENT_SECRET'],
  ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
] as const satisfies (keyof Settings)[][]

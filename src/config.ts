import { z } from 'zod'
import { type PasswordProfile, passwordProfiles } from './accounts/password-profile.ts'
import { type NoticeConfig, noticeConfigOf, noticeSettings } from './notices/settings.ts'
import {
  type ChatEndpoint,
  chatEndpoint,
  type EmbeddingEndpoint,
  embeddingEndpoint,
  type RerankEndpoint,
  rerankEndpoint,
} from './models/endpoints.ts'
import { modelSettings } from './models/settings.ts'
import { problemsBetween } from './settings-problems.ts'
import { AppError } from './shared/errors.ts'
import { type WechatConfig, wechatConfigOf, wechatSettings } from './wechat/settings.ts'

const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional()

const perMinute = z.coerce.number().int().min(0).max(1_000_000)
const masterKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, '32 random bytes in base64 (openssl rand -base64 32)')
  .optional()

/** Every setting of the service: the README table and `.env.example` are written from this. */
export const settings = {
  DEPLOYMENT: {
    doc: 'production refuses unsafe settings at the start',
    schema: z.enum(['development', 'production']).default('development'),
    default: 'development',
  },
  HOST: {
    doc: 'address to listen on',
    schema: z.string().min(1).default('127.0.0.1'),
    default: '127.0.0.1',
  },
  PORT: {
    doc: 'port to listen on; 0 takes a free one',
    schema: z.coerce.number().int().min(0).max(65_535).default(8787),
    default: '8787',
  },
  DATA_DIR: {
    doc: 'folder of the embedded database and of files; one process at a time',
    schema: z.string().min(1).default('.data'),
    default: '.data',
  },
  DATABASE_URL: {
    doc: 'PostgreSQL with pgvector; empty: embedded PGlite in DATA_DIR',
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    default: '',
  },
  DATABASE_POOL: {
    doc: 'connections to DATABASE_URL per process',
    schema: z.coerce.number().int().min(1).max(200).default(10),
    default: '10',
  },
  MASTER_KEY: {
    doc: 'key that contact data is sealed with: 32 random bytes in base64; empty: MASTER_KEY_FILE, or master.key in DATA_DIR, made at the first start',
    schema: masterKey,
    default: '',
  },
  MASTER_KEY_FILE: {
    doc: 'file that holds the master key instead; keep it apart from backups of the database',
    schema: z.string().max(4_000).optional(),
    default: '',
  },
  MASTER_KEY_PREVIOUS: {
    doc: 'the former master key after a change: still opens what it has sealed',
    schema: masterKey,
    default: '',
  },
  PASSWORD_PROFILE: {
    doc: 'dengbao wants three kinds of characters and reminds after 90 days (等保); asvs wants neither (OWASP ASVS 5.0, 6.2.5 and 6.2.10)',
    schema: z.enum(passwordProfiles).default('dengbao'),
    default: 'dengbao',
  },
  AUDIT_RETENTION_DAYS: {
    doc: 'days that audit entries are kept; 180 at least (网络安全法 21)',
    schema: z.coerce
      .number()
      .int()
      .min(180, 'audit entries are kept for 180 days at least')
      .max(36_500)
      .default(1_095),
    default: '1095',
  },
  DIALOGUE_RETENTION_MONTHS: {
    doc: 'months without activity after which the words of a consultation are removed and its record stays without identity; 6 at least: complaints, corrections and the duty to keep logs (网络安全法 21) still need them until then',
    schema: z.coerce
      .number()
      .int()
      .min(6, 'the words of a consultation are kept for 6 months at least')
      .max(120)
      .default(12),
    default: '12',
  },
  ...modelSettings,
  EMBED_ORIGINS: {
    doc: 'sites that may show the chat widget (space-separated origins, or *)',
    schema: z
      .string()
      .max(4_000)
      .regex(
        /^(\*|https?:\/\/[^\s;,'"]+(\s+https?:\/\/[^\s;,'"]+)*)$/,
        'origins separated by spaces, or *',
      )
      .default('*'),
    default: '*',
  },
  TRUSTED_PROXIES: {
    doc: 'reverse proxies whose X-Forwarded-For is believed (space-separated addresses or networks, for example 10.0.0.0/8); they must pass on Host',
    schema: z
      .string()
      .max(2_000)
      .regex(/^[0-9a-fA-F.:/ ]*$/, 'addresses or networks separated by spaces')
      .default(''),
    default: '',
  },
  ADDRESS_REQUESTS: {
    doc: 'requests that change something, a minute from one network address, which may be that of a whole office; 0: no limit',
    schema: perMinute.default(600),
    default: '600',
  },
  ADDRESS_CONVERSATIONS: {
    doc: 'of these, conversations begun; 0: no limit',
    schema: perMinute.default(120),
    default: '120',
  },
  ...noticeSettings,
  ...wechatSettings,
  MCP: {
    doc: 'off: other assistants may not use the knowledge at /mcp (docs/mcp.md)',
    schema: z
      .enum(['on', 'off'])
      .default('on')
      .transform((value) => value === 'on'),
    default: 'on',
  },
  METRICS_TOKEN: {
    doc: 'bearer with which Prometheus reads /metrics, 16 characters at least; empty: there is no such page',
    schema: z.string().min(16).max(200).optional(),
    default: '',
  },
  LOG_REQUESTS: {
    doc: 'one JSON line per request (never its text)',
    schema: flag,
    default: 'true',
  },
} as const

const environmentSchema = z.object(schemasOf(settings))

/** Keeps the name of each setting with the type of its schema, which `Object.fromEntries` forgets. */
function schemasOf<Settings extends Record<string, { schema: z.ZodType }>>(all: Settings) {
  const schemas = Object.entries(all).map(([name, { schema }]) => [name, schema])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names, each with its own schema
  return Object.fromEntries(schemas) as { [Name in keyof Settings]: Settings[Name]['schema'] }
}

export type { ChatEndpoint, EmbeddingEndpoint, RerankEndpoint }

export type Config = {
  deployment: 'development' | 'production'
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  databasePool: number
  masterKey: string | undefined
  masterKeyFile: string | undefined
  previousMasterKey: string | undefined
  passwordProfile: PasswordProfile
  auditRetentionDays: number
  dialogueRetentionMonths: number
  embedding: EmbeddingEndpoint | undefined
  chat: ChatEndpoint | undefined
  filingNumber: string | undefined
  modelDailyTokens: number
  modelConcurrency: number
  modelFirstWordsMs: number
  modelWholeMs: number
  rerank: RerankEndpoint | undefined
  embedOrigins: string
  trustedProxies: string[]
  /** A minute; 0: no limit. */
  addressLimits: { requests: number; conversations: number }
  notices: NoticeConfig
  wechat: WechatConfig
  metricsToken: string | undefined
  mcp: boolean
  logRequests: boolean
}

/** @throws AppError `invalid` that names every wrong setting. */
export function readConfig(environment: Record<string, unknown>): Config {
  const given = settingsIn(environment)
  const parsed = environmentSchema.safeParse(given)
  const issues = parsed.success ? [] : parsed.error.issues
  const problems = [
    ...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...problemsBetween(given),
  ]
  if (!parsed.success || problems.length > 0) {
    throw new AppError('invalid', `settings are wrong:\n  ${problems.join('\n  ')}`)
  }
  const values = parsed.data
  return {
    deployment: values.DEPLOYMENT,
    host: values.HOST,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    databasePool: values.DATABASE_POOL,
    masterKey: values.MASTER_KEY,
    masterKeyFile: values.MASTER_KEY_FILE,
    previousMasterKey: values.MASTER_KEY_PREVIOUS,
    passwordProfile: values.PASSWORD_PROFILE,
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    dialogueRetentionMonths: values.DIALOGUE_RETENTION_MONTHS,
    embedding: embeddingEndpoint(values),
    chat: chatEndpoint(values),
    filingNumber: values.LLM_FILING_NO,
    modelDailyTokens: values.MODEL_DAILY_TOKENS,
    modelConcurrency: values.MODEL_CONCURRENCY,
    modelFirstWordsMs: values.MODEL_FIRST_WORDS_MS,
    modelWholeMs: values.MODEL_WHOLE_MS,
    rerank: rerankEndpoint(values),
    embedOrigins: values.EMBED_ORIGINS,
    trustedProxies: values.TRUSTED_PROXIES.split(' ').filter(Boolean),
    addressLimits: {
      requests: values.ADDRESS_REQUESTS,
      conversations: values.ADDRESS_CONVERSATIONS,
    },
    notices: noticeConfigOf(values),
    wechat: wechatConfigOf(values),
    metricsToken: values.METRICS_TOKEN,
    mcp: values.MCP,
    logRequests: values.LOG_REQUESTS ?? true,
  }
}

/** An empty setting is none: its default counts. */
function settingsIn(environment: Record<string, unknown>): Record<string, unknown> {
  const given = Object.keys(settings).map((name) => [name, environment[name]])
  return Object.fromEntries(given.filter(([, value]) => value !== '' && value !== undefined))
}

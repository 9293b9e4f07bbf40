import { z } from 'zod'
import { AppError } from './shared/errors.ts'

const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional()

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

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
    schema: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    default: '',
  },
  DATABASE_POOL: {
    doc: 'connections to DATABASE_URL per process',
    schema: z.coerce.number().int().min(1).max(200).default(10),
    default: '10',
  },
  OPENAI_BASE_URL: {
    doc: 'base address of an OpenAI-compatible endpoint, for example https://host/v1; empty: no outside model',
    schema: optional(z.url({ protocol: /^https?$/ })),
    default: '',
  },
  OPENAI_API_KEY: { doc: 'its key', schema: optional(z.string().min(1).max(500)), default: '' },
  EMBEDDING_MODEL: {
    doc: 'embedding model of that endpoint; empty: the local model in models/',
    schema: optional(z.string().min(1).max(200)),
    default: '',
  },
  EMBEDDING_DIMENSIONS: {
    doc: 'its dimensions; required with EMBEDDING_MODEL',
    schema: optional(z.coerce.number().int().min(8).max(4_000)),
    default: '',
  },
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

export type EmbeddingEndpoint = {
  baseUrl: string
  apiKey: string | undefined
  model: string
  dimensions: number
}

export type Config = {
  deployment: 'development' | 'production'
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  databasePool: number
  embedding: EmbeddingEndpoint | undefined
  embedOrigins: string
  logRequests: boolean
}

/** @throws AppError `invalid` that names every wrong setting. */
export function readConfig(environment: Record<string, unknown>): Config {
  const parsed = environmentSchema.safeParse(environment)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new AppError('invalid', `settings are wrong:\n  ${problems.join('\n  ')}`)
  }
  const values = parsed.data
  refuseUnsafe(values)
  return {
    deployment: values.DEPLOYMENT,
    host: values.HOST,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    databasePool: values.DATABASE_POOL,
    embedding: embeddingEndpoint(values),
    embedOrigins: values.EMBED_ORIGINS,
    logRequests: values.LOG_REQUESTS ?? true,
  }
}

/** What is handy for trying the service out and wrong for running it. */
function refuseUnsafe(values: z.output<typeof environmentSchema>) {
  if (values.DEPLOYMENT !== 'production' || values.EMBED_ORIGINS !== '*') return
  throw new AppError(
    'invalid',
    'settings are wrong:\n  EMBED_ORIGINS: in production name the sites that may show the widget',
  )
}

function embeddingEndpoint(
  values: z.output<typeof environmentSchema>,
): EmbeddingEndpoint | undefined {
  if (!values.EMBEDDING_MODEL) return undefined
  if (!values.OPENAI_BASE_URL || !values.EMBEDDING_DIMENSIONS) {
    throw new AppError(
      'invalid',
      'settings are wrong:\n  EMBEDDING_MODEL needs OPENAI_BASE_URL and EMBEDDING_DIMENSIONS',
    )
  }
  return {
    baseUrl: values.OPENAI_BASE_URL,
    apiKey: values.OPENAI_API_KEY,
    model: values.EMBEDDING_MODEL,
    dimensions: values.EMBEDDING_DIMENSIONS,
  }
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readConfig, settings } from '../src/config.ts'
import { AppError } from '../src/shared/errors.ts'

function complaintOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return ''
}

test('without any setting the service is safe to run on this machine', () => {
  expect(readConfig({})).toMatchObject({
    deployment: 'development',
    host: '127.0.0.1',
    port: 8787,
    dataDir: '.data',
    databaseUrl: undefined,
    embedding: undefined,
    chat: undefined,
    filingNumber: undefined,
    modelDailyTokens: 5_000_000,
    modelConcurrency: 8,
    rerank: undefined,
    metricsToken: undefined,
    logRequests: true,
  })
})

test('the default that is documented of a setting is the one it has', () => {
  const documented = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, setting.default]),
  )
  expect(readConfig(documented)).toEqual(readConfig({}))
})

test('an empty setting means its default, whatever the setting', () => {
  const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']))
  expect(readConfig(empty)).toEqual(readConfig({}))
  expect(readConfig({ PORT: '' }).port).toBe(8787)
})

test('all wrong settings are named at once', () => {
  const complaint = complaintOf({
    DEPLOYMENT: 'staging',
    PORT: '70000',
    DATABASE_URL: 'mysql://host/x',
    DATABASE_POOL: '0',
    OPENAI_BASE_URL: 'zhiwen',
    EMBEDDING_DIMENSIONS: 'many',
    CHAT_MODEL: 'm'.repeat(201),
    CHAT_JSON_MODE: 'true',
    CHAT_STREAM_USAGE: 'no',
    MODEL_DAILY_TOKENS: '-1',
    MODEL_CONCURRENCY: '0',
    RERANK_URL: 'ftp://host',
    EMBED_ORIGINS: "https://a.example; script-src 'unsafe-inline'",
    LOG_REQUESTS: 'yes',
  })
  for (const name of [
    'DEPLOYMENT',
    'PORT',
    'DATABASE_URL',
    'DATABASE_POOL',
    'OPENAI_BASE_URL',
    'EMBEDDING_DIMENSIONS',
    'CHAT_MODEL',
    'CHAT_JSON_MODE',
    'CHAT_STREAM_USAGE',
    'MODEL_DAILY_TOKENS',
    'MODEL_CONCURRENCY',
    'RERANK_URL',
    'EMBED_ORIGINS',
    'LOG_REQUESTS',
  ]) {
    expect(complaint).toContain(`${name}: `)
  }
})

test('an embedding model needs its address and its dimensions', () => {
  expect(complaintOf({ EMBEDDING_MODEL: 'm' })).toMatch(/OPENAI_BASE_URL.*EMBEDDING_DIMENSIONS/u)
  const complete = {
    EMBEDDING_MODEL: 'm',
    OPENAI_BASE_URL: 'https://host.example/v1',
    EMBEDDING_DIMENSIONS: '1024',
  }
  expect(readConfig(complete).embedding).toEqual({
    model: 'm',
    baseUrl: 'https://host.example/v1',
    dimensions: 1024,
    apiKey: undefined,
  })
})

test('a chat model needs its address, and takes its key and its manners from the settings', () => {
  expect(complaintOf({ CHAT_MODEL: 'm' })).toContain('CHAT_MODEL needs OPENAI_BASE_URL')
  const complete = { CHAT_MODEL: 'm', OPENAI_BASE_URL: 'https://host.example/v1' }
  expect(readConfig(complete).chat).toEqual({
    baseUrl: 'https://host.example/v1',
    apiKey: undefined,
    model: 'm',
    jsonMode: false,
    streamUsage: true,
  })
  const changed = { OPENAI_API_KEY: 'k', CHAT_JSON_MODE: 'on', CHAT_STREAM_USAGE: 'false' }
  expect(readConfig({ ...complete, ...changed }).chat).toMatchObject({
    apiKey: 'k',
    jsonMode: true,
    streamUsage: false,
  })
  expect(readConfig({ OPENAI_BASE_URL: 'https://host.example/v1' }).chat).toBeUndefined()
})

test('a reranker needs its address and its model', () => {
  expect(complaintOf({ RERANK_URL: 'https://h.example' })).toContain(
    'RERANK_URL needs RERANK_MODEL',
  )
  expect(complaintOf({ RERANK_MODEL: 'm' })).toContain('RERANK_MODEL needs RERANK_URL')
  const complete = { RERANK_URL: 'https://h.example/v1', RERANK_MODEL: 'm', RERANK_API_KEY: 'k' }
  const rerank = { url: 'https://h.example/v1', model: 'm', key: 'k' }
  expect(readConfig(complete).rerank).toEqual(rerank)
})

test('what is missing or unsafe is named together with what is wrong', () => {
  const complaint = complaintOf({
    DEPLOYMENT: 'production',
    PORT: 'x',
    CHAT_MODEL: 'm',
    EMBEDDING_MODEL: 'm',
  })
  expect(complaint).toContain('PORT: ')
  expect(complaint).toContain('CHAT_MODEL needs OPENAI_BASE_URL')
  expect(complaint).toContain('EMBEDDING_MODEL needs OPENAI_BASE_URL and EMBEDDING_DIMENSIONS')
  expect(complaint).toContain('EMBED_ORIGINS: in production')
})

test('a secret is not repeated in a complaint', () => {
  const complaint = complaintOf({
    OPENAI_API_KEY: 'k'.repeat(501),
    RERANK_API_KEY: 'k'.repeat(501),
    DATABASE_URL: 'x://u:password@h/d',
  })
  expect(complaint).toContain('OPENAI_API_KEY')
  expect(complaint).toContain('RERANK_API_KEY')
  expect(complaint).not.toMatch(/k{20}|password/u)
})

test('no setting whatever can add a directive to the security policy', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), (text) => {
      const environment = { EMBED_ORIGINS: `https://a.example${text}` }
      if (complaintOf(environment) !== '') return
      expect(readConfig(environment).embedOrigins).not.toMatch(/[;,'"\n\r]/u)
    }),
    { numRuns: 500 },
  )
})

test('settings of other programs do not matter', () => {
  expect(readConfig({ PATH: '/bin', HYPERDRIVE: {} })).toEqual(readConfig({}))
})

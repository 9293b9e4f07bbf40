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
    logRequests: true,
  })
})

test('the default that is documented of a setting is the one it has', () => {
  const documented = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, setting.default]),
  )
  expect(readConfig(documented)).toEqual(readConfig({}))
})

test('all wrong settings are named at once', () => {
  const complaint = complaintOf({
    DEPLOYMENT: 'staging',
    PORT: '70000',
    DATABASE_URL: 'mysql://host/x',
    DATABASE_POOL: '0',
    OPENAI_BASE_URL: 'zhiwen',
    EMBEDDING_DIMENSIONS: 'many',
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

test('a secret is not repeated in a complaint', () => {
  const complaint = complaintOf({
    OPENAI_API_KEY: 'k'.repeat(501),
    DATABASE_URL: 'x://u:password@h/d',
  })
  expect(complaint).toContain('OPENAI_API_KEY')
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

import { expect, test as plainTest } from 'vitest'
import type { createApp } from '../../src/app.ts'
import { messages, wechatInbound } from '../../src/db/schema/index.ts'
import { readOutcome } from '../../src/platform/outcome.ts'
import { importEnvelopeKey, openEnvelope, sealEnvelope } from '../../src/wechat/protocol/cipher.ts'
import { parseXml, XmlError } from '../../src/wechat/protocol/parse-xml.ts'
import { readCallback } from '../../src/wechat/protocol/read-callback.ts'
import { readMessage } from '../../src/wechat/protocol/read-message.ts'
import { renderSealedReply, renderTextReply } from '../../src/wechat/protocol/render-xml.ts'
import { jsSdkSignature, signatureOf } from '../../src/wechat/protocol/signature.ts'
import { byteLength, splitHard, splitText } from '../../src/wechat/protocol/split-text.ts'
import { test } from '../support/test-deps.ts'
import { ACCOUNT, KF } from './accounts.ts'
import { readVectors, useWechat } from './support.ts'

type Recorded = {
  id: string
  account?: 'oa' | 'wecom'
  mode?: string
  now?: number
  generate?: { prefix: string; unit: string; count: number; suffix: string }
  request: {
    method: string
    query_string?: string
    body?: string
    headers?: Record<string, string>
  }
  expect: {
    verified?: boolean
    status?: number
    status_in?: number[]
    body?: string
    body_must_not_contain?: string
    content_type_must_not_be?: string
    message?: object
    dedupe_key?: string
  }
}

const encode = (text: string) => new TextEncoder().encode(text)
const bytes = (text: string) => Uint8Array.from(encode(text))

type Known = {
  id: string
  kind: 'signature3' | 'decrypt' | 'encrypt' | 'jssdk'
  [field: string]: string
}

plainTest.each(readVectors<Known>('00_known_answers.json'))(
  'the published number $id is reproduced',
  async (known) => {
    const field = (name: string) => String(known[name])
    if (known.kind === 'jssdk') {
      const { noncestr: nonce, jsapi_ticket: ticket, url } = known
      const given = { nonce: String(nonce), ticket: String(ticket), url: String(url) }
      expect(await jsSdkSignature({ ...given, timestamp: field('timestamp') })).toBe(
        known['signature'],
      )
      return
    }
    if (known.kind === 'signature3') {
      const signature = await signatureOf(field('token'), field('timestamp'), field('nonce'))
      expect(signature).toBe(known['signature'])
      return
    }
    const key = await importEnvelopeKey(field('encoding_aes_key'))
    const encrypt = field('encrypt')
    expect(await openEnvelope(key, encrypt, field('appid'))).toBe(known['plaintext'])
    const envelope = { text: field('plaintext'), id: field('appid') }
    expect(await sealEnvelope(key, envelope, bytes(field('random')))).toBe(encrypt)
    if (known['msg_signature'] === undefined) return
    const parts = [field('token'), field('timestamp'), field('nonce'), encrypt]
    expect(await signatureOf(...parts)).toBe(known['msg_signature'])
  },
)

plainTest.each(
  readVectors<{ id: string; xml: string; expect: { ok: boolean; value?: object } }>('11_xml.json'),
)('XML: $id is read, or refused, as it should be', ({ xml, expect: wanted }) => {
  if (wanted.ok) expect(JSON.parse(JSON.stringify(parseXml(xml)))).toEqual(wanted.value)
  else expect(() => parseXml(xml)).toThrow(XmlError)
})

plainTest.each([
  ['plain', '02_messages_plain.json'],
  ['safe', '03_messages_safe.json'],
  ['compat', '04_messages_compat.json'],
] as const)('every message and event is read with its fields in %s mode', async (mode, file) => {
  for (const { id, now = 0, request, expect: wanted } of readVectors<Recorded>(file)) {
    const account = {
      id: ACCOUNT.WECHAT_APPID,
      token: ACCOUNT.WECHAT_TOKEN,
      mode,
      keys: [ACCOUNT.WECHAT_AES_KEY],
      saysEncryptType: true,
    }
    const query = new URLSearchParams(request.query_string)
    const { message } = await readCallback(account, { query, body: request.body ?? '', now })
    const read = readMessage(message, ACCOUNT.WECHAT_GH_ID)
    expect(JSON.parse(JSON.stringify(read.fields)), id).toEqual(wanted.message)
    expect(read.key, id).toBe(wanted.dedupe_key)
  }
})

type Reply = {
  id: string
  input: { to: string; from_: string; create_time: number; content: string }
  plain_xml: string
  safe: Record<'random' | 'nonce' | 'timestamp' | 'encrypt' | 'msg_signature' | 'xml', string>
}

plainTest.each(
  readVectors<Reply>('07_passive_reply.json').filter(({ input }) => (input as unknown) !== null),
)('the passive reply $id is written byte for byte', async ({ input, plain_xml: plain, safe }) => {
  const { to, from_: from, create_time: createTime, content } = input
  expect(renderTextReply({ to, from, createTime, content })).toBe(plain)
  const key = await importEnvelopeKey(ACCOUNT.WECHAT_AES_KEY)
  const envelope = { text: plain, id: ACCOUNT.WECHAT_APPID }
  const encrypt = await sealEnvelope(key, envelope, bytes(safe.random))
  expect(encrypt).toBe(safe.encrypt)
  const { timestamp, nonce } = safe
  const signature = await signatureOf(ACCOUNT.WECHAT_TOKEN, timestamp, nonce, encrypt)
  expect(signature).toBe(safe.msg_signature)
  expect(renderSealedReply({ encrypt, signature, timestamp, nonce })).toBe(safe.xml)
})

plainTest.each(
  readVectors<{ id: string; text: string; limit_bytes: number; hard_split: string[] }>(
    '08_text_split.json',
  ),
)('text is split: $id', ({ text, limit_bytes: limit, hard_split: hard }) => {
  expect(splitHard(text, limit)).toEqual(hard)
  const pieces = splitText(text, limit)
  expect(pieces.every((piece) => piece !== '' && byteLength(piece) <= limit)).toBe(true)
  expect(pieces.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
})

type ApiItem = {
  id: string
  host?: string
  http_status?: number
  body?: string
  transport?: string
  expect: { action: string; msgid?: string; must_log_ip?: string }
}

const answered = readVectors<ApiItem>('10_api_responses.json').filter(
  ({ transport }) => transport === undefined || !transport.startsWith('50 '),
)

plainTest.each(answered)('the answer $id of the API asks for the right thing', (item) => {
  const platform = item.host === 'qyapi' ? 'wecom' : 'account'
  const outcome = readOutcome(item.http_status, item.body ?? '', platform)
  expect(outcome.action).toBe(item.expect.action)
  if (item.expect.msgid) expect(outcome.msgid).toBe(item.expect.msgid)
  expect(outcome.untrustedAddress).toBe(item.expect.must_log_ip)
})

const bodyOf = ({ generate, request }: Recorded) =>
  generate
    ? generate.prefix + generate.unit.repeat(generate.count) + generate.suffix
    : (request.body ?? '')

/** Through the front door, at the time that was recorded. */
function send(app: Pick<ReturnType<typeof createApp>, 'request'>, item: Recorded) {
  const path = item.account === 'wecom' ? '/wechat/kf' : '/wechat/oa'
  const { method, query_string: query, headers } = item.request
  return app.request(`${path}${query ? `?${query}` : ''}`, {
    method,
    headers: { ...headers, ...(item.now !== undefined && { 'x-test-now': String(item.now) }) },
    ...(method !== 'GET' && { body: bodyOf(item) }),
  })
}

test('the addresses are verified as the platforms verify them', async ({ app, deps }) => {
  for (const item of readVectors<Recorded & { server_token?: string }>(
    '01_url_verification.json',
  )) {
    useWechat(deps, { ...ACCOUNT, ...KF })
    const response = await send(app, item)
    const body = await response.text()
    const { status, status_in: among, body: wanted, body_must_not_contain: never } = item.expect
    expect(among ?? [status], item.id).toContain(response.status)
    expect(body, item.id).toBe(wanted ?? body)
    expect(body, item.id).not.toContain(never ?? '\0')
    expect(response.headers.get('content-type')).not.toContain('text/html')
  }
})

test('an account without a token has no door', async ({ app, deps }) => {
  const { WECHAT_TOKEN: _, ...others } = ACCOUNT
  useWechat(deps, { ...others, ...KF })
  const item = readVectors<Recorded>('01_url_verification.json').find(({ id }) => id === 'oa-ok')
  if (!item) throw new Error('no such vector')
  expect((await send(app, item)).status).toBe(404)
})

test('every hostile request is refused with 4xx and does nothing', async ({ app, deps }) => {
  const wrong: string[] = []
  for (const item of readVectors<Recorded>('05_negative.json')) {
    useWechat(deps, { ...ACCOUNT, ...KF, WECHAT_MODE: item.mode ?? 'safe' })
    const response = await send(app, item)
    if (!item.expect.status_in?.includes(response.status))
      wrong.push(`${item.id} ${response.status}`)
  }
  expect(wrong).toEqual([])
  await deps.settled()
  expect(await deps.db.select().from(wechatInbound)).toEqual([])
  expect(await deps.db.select().from(messages)).toEqual([])
})

test.for(['02_messages_plain.json', '03_messages_safe.json', '04_messages_compat.json'])(
  'every message and event of %s is answered with 200, and in its mode',
  async (file, { app, deps }) => {
    const mode = { '02': 'plain', '03': 'safe', '04': 'compat' }[file.slice(0, 2)] ?? 'safe'
    useWechat(deps, { ...ACCOUNT, WECHAT_MODE: mode, WECHAT_SECRET: '' })
    const wrong: string[] = []
    for (const item of readVectors<Recorded>(file)) {
      deps.setClock(new Date((item.now ?? 0) * 1_000).toISOString())
      deps.pass(readVectors<Recorded>(file).indexOf(item) * 60_000)
      const response = await send(app, item)
      const body = await response.text()
      const isReply =
        mode === 'plain' ? body.includes('<Content>') : body.includes('<MsgSignature>')
      if (response.status !== 200 || (body !== 'success' && !isReply)) wrong.push(item.id)
      await deps.settled()
    }
    expect(wrong).toEqual([])
  },
)

type Sequence = {
  id: string
  concurrent?: boolean
  deliveries: { at_ms: number; xml: string }[]
  expect: { processed_count: number }
}

test.for(readVectors<Sequence>('06_dedupe.json'))(
  'deliveries start work once each: $id',
  async ({ deliveries, expect: wanted }, { app, deps }) => {
    useWechat(deps, { ...ACCOUNT, WECHAT_MODE: 'plain', WECHAT_SECRET: '' })
    const stamp = '1767225600'
    for (const [nonce, { xml }] of deliveries.entries()) {
      const signature = await signatureOf(ACCOUNT.WECHAT_TOKEN, stamp, String(nonce))
      const query = `signature=${signature}&timestamp=${stamp}&nonce=${nonce}`
      const headers = { 'x-test-now': stamp }
      const body = xml
      const response = await app.request(`/wechat/oa?${query}`, { method: 'POST', headers, body })
      expect(response.status).toBe(200)
      await deps.settled()
    }
    expect(await deps.db.select().from(wechatInbound)).toHaveLength(wanted.processed_count)
  },
)

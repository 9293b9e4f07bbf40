import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as wecom from '@wecom/crypto'
import { importEnvelopeKey, openEnvelope, sealEnvelope } from '../../src/wechat/protocol/cipher.ts'
import { parseXml, XmlError } from '../../src/wechat/protocol/parse-xml.ts'
import { xmlText } from '../../src/shared/escape-markup.ts'
import { renderTextReply } from '../../src/wechat/protocol/render-xml.ts'
import { signatureOf } from '../../src/wechat/protocol/signature.ts'
import { byteLength, splitHard, splitText } from '../../src/wechat/protocol/split-text.ts'
import { genuineCallback, mutate, requestOf, untouchableApp } from './hostile.ts'
import { ACCOUNT } from './accounts.ts'

/** Whether the parser gives a value, or says in its own words why not. */
function isReadOrRefused(text: string): boolean {
  try {
    parseXml(text)
    return true
  } catch (error) {
    return error instanceof XmlError
  }
}

test('no changed callback is accepted, and none does more than be refused', async () => {
  const app = untouchableApp()
  const genuine = await genuineCallback('专利年费怎么减缴？')
  await fc.assert(
    fc.asyncProperty(
      fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })),
      async (stream) => {
        const random = () => stream.next().value ?? 0
        const [path, init] = requestOf(mutate(genuine, random))
        const { status } = await app.request(path, init)
        expect([400, 403, 413]).toContain(status)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('the unchanged callback comes as far as the database', async () => {
  const [path, init] = requestOf(await genuineCallback('你好'))
  expect((await untouchableApp().request(path, init)).status).toBe(500)
})

test('what is sealed opens again, whatever it says and however long it is', async () => {
  const key = await importEnvelopeKey(ACCOUNT.WECHAT_AES_KEY)
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
      const id = ACCOUNT.WECHAT_APPID
      expect(await openEnvelope(key, await sealEnvelope(key, { text, id }), id)).toBe(text)
    }),
  )
})

test("what is sealed here WeCom's own library opens, and the other way round, with the same signature", async () => {
  const encodingKey = ACCOUNT.WECHAT_AES_KEY
  const key = await importEnvelopeKey(encodingKey)
  const letters = fc.string({ unit: 'grapheme', maxLength: 200 })
  const id = fc.stringMatching(/^w[xw][0-9a-f]{16}$/)
  const query = fc.stringMatching(/^[0-9A-Za-z]{1,32}$/)
  await fc.assert(
    fc.asyncProperty(letters, id, query, async (text, owner, nonce) => {
      const sealed = await sealEnvelope(key, { text, id: owner })
      expect(wecom.decrypt(encodingKey, sealed)).toMatchObject({ message: text, id: owner })
      expect(await openEnvelope(key, wecom.encrypt(encodingKey, text, owner), owner)).toBe(text)
      const random = new Uint8Array(16).fill(nonce.length)
      expect(await sealEnvelope(key, { text, id: owner }, random)).toBe(
        wecom.encrypt(encodingKey, text, owner, Buffer.from(random)),
      )
      const parts = [ACCOUNT.WECHAT_TOKEN, '1767225600', nonce, sealed] as const
      expect(await signatureOf(...parts)).toBe(wecom.getSignature(...parts))
    }),
  )
})

test('any text is read out of a reply as it was put in, but for what XML cannot say', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (content) => {
      const xml = renderTextReply({ to: 'o', from: 'gh', createTime: 1_767_225_600, content })
      expect(parseXml(xml)['Content']).toBe(xmlText(content).replace(/\r\n?/g, '\n'))
    }),
  )
})

test('the parser gives a value or an XmlError, whatever it is given', () => {
  const piece = fc.constantFrom(
    '<xml>',
    '</xml>',
    '<A>',
    '</A>',
    '<![CDATA[',
    ']]>',
    '&amp;',
    '&#x',
    ';',
    '<!--',
    '-->',
    'x',
    ' ',
    '<',
    '>',
    '/',
    '"',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(isReadOrRefused(pieces.join(''))).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

/** Milliseconds of the processor for one reading, the best of some: what else runs here does not count. */
function costOf(text: string): number {
  const costs = Array.from({ length: 5 }, () => {
    const begun = process.cpuUsage()
    expect(isReadOrRefused(text)).toBe(true)
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1_000
  })
  return Math.min(...costs)
}

test('hostile XML of the largest size takes no more than 50 ms of the processor', () => {
  const size = 256 * 1_024
  const shapes = [
    '<a>',
    '<a ',
    '&amp;',
    '&#65;',
    '<![CDATA[',
    '<!--',
    ' ',
    '<a b="',
    '&',
    ']]>',
    '<a/>',
    '<a>&amp;</a>',
    '<xml>'.repeat(2),
  ]
  for (const shape of shapes) {
    expect(costOf(`<xml>${shape.repeat(size / shape.length)}</xml>`), shape).toBeLessThan(50)
  }
})

test('pieces of a text fit, are not empty, and are together the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.integer({ min: 8, max: 200 }),
      (text, limit) => {
        const hard = splitHard(text, limit)
        expect(hard.join('')).toBe(text)
        for (const piece of [...hard, ...splitText(text, limit)]) {
          expect(piece).not.toBe('')
          expect(byteLength(piece)).toBeLessThanOrEqual(limit)
          expect(byteLength(piece)).toBe(new TextEncoder().encode(piece).length)
        }
      },
    ),
  )
})

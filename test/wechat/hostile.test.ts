import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importEnvelopeKey, openEnvelope, sealEnvelope } from '../../src/wechat/protocol/cipher.ts'
import { parseXml, XmlError } from '../../src/wechat/protocol/parse-xml.ts'
import { renderTextReply, xmlText } from '../../src/wechat/protocol/render-xml.ts'
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

test('hostile XML of the largest size is read or refused in 50 ms', () => {
  const size = 256 * 1_024
  const shapes = [
    '<a>',
    '<a ',
    '&amp;',
    '<![CDATA[',
    '<!--',
    ' ',
    '<a b="',
    '&',
    ']]>',
    '<a/>',
    '<xml>'.repeat(2),
  ]
  for (const shape of shapes) {
    const text = `<xml>${shape.repeat(size / shape.length)}</xml>`
    const begun = performance.now()
    expect(isReadOrRefused(text)).toBe(true)
    expect(performance.now() - begun, shape).toBeLessThan(50)
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

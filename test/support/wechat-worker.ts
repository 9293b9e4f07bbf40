import known from '../fixtures/wechat/00_known_answers.json'
import safe from '../fixtures/wechat/03_messages_safe.json'
import replies from '../fixtures/wechat/07_passive_reply.json'
import { importEnvelopeKey, openEnvelope, sealEnvelope } from '../../src/wechat/protocol/cipher.ts'
import { readCallback } from '../../src/wechat/protocol/read-callback.ts'
import { readMessage } from '../../src/wechat/protocol/read-message.ts'
import { renderSealedReply, renderTextReply } from '../../src/wechat/protocol/render-xml.ts'
import { jsSdkSignature, signatureOf } from '../../src/wechat/protocol/signature.ts'
import { ACCOUNT } from '../wechat/accounts.ts'

type Fields = Record<string, string>
type Outcome = { id: string; good: boolean }

const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text))

async function checkKnown(item: Fields): Promise<boolean> {
  const field = (name: string) => String(item[name])
  if (item['kind'] === 'jssdk') {
    const given = { ticket: field('jsapi_ticket'), nonce: field('noncestr'), url: field('url') }
    return (await jsSdkSignature({ ...given, timestamp: field('timestamp') })) === item['signature']
  }
  if (item['kind'] === 'signature3') {
    const parts = [field('token'), field('timestamp'), field('nonce')]
    return (await signatureOf(...parts)) === item['signature']
  }
  const key = await importEnvelopeKey(field('encoding_aes_key'))
  const envelope = { text: field('plaintext'), id: field('appid') }
  const opened = await openEnvelope(key, field('encrypt'), field('appid'))
  const sealed = await sealEnvelope(key, envelope, bytes(field('random')))
  return opened === item['plaintext'] && sealed === item['encrypt']
}

async function checkMessage(item: (typeof safe.items)[number]): Promise<boolean> {
  const account = {
    id: ACCOUNT.WECHAT_APPID,
    token: ACCOUNT.WECHAT_TOKEN,
    mode: 'safe' as const,
    keys: [ACCOUNT.WECHAT_AES_KEY],
    saysEncryptType: true,
  }
  const query = new URLSearchParams(item.request.query_string)
  const callback = await readCallback(account, { query, body: item.request.body, now: item.now })
  return readMessage(callback.message, ACCOUNT.WECHAT_GH_ID).key === item.expect.dedupe_key
}

async function checkReply(item: (typeof replies.items)[number]): Promise<boolean> {
  const { input, safe: sealed } = item
  if (!input || !('random' in sealed)) return true
  const { to, from_: from, create_time: createTime, content } = input
  const plain = renderTextReply({ to, from, createTime, content })
  const key = await importEnvelopeKey(ACCOUNT.WECHAT_AES_KEY)
  const envelope = { text: plain, id: ACCOUNT.WECHAT_APPID }
  const encrypt = await sealEnvelope(key, envelope, bytes(String(sealed.random)))
  const { timestamp, nonce } = sealed as { timestamp: string; nonce: string }
  const signature = await signatureOf(ACCOUNT.WECHAT_TOKEN, timestamp, nonce, encrypt)
  const xml = renderSealedReply({ encrypt, signature, timestamp, nonce })
  return plain === item.plain_xml && xml === sealed.xml
}

async function outcomes<Item extends { id: string }>(
  items: Item[],
  check: (item: Item) => Promise<boolean>,
): Promise<Outcome[]> {
  return Promise.all(
    items.map(async (item) => ({ id: item.id, good: await check(item).catch(() => false) })),
  )
}

/** Runs the recorded requests inside of workerd and tells what came of each. */
export default {
  fetch: async (): Promise<Response> => {
    const all = await Promise.all([
      outcomes(known.items as unknown as (Fields & { id: string })[], checkKnown),
      outcomes(safe.items, checkMessage),
      outcomes(replies.items, checkReply),
    ])
    return Response.json(all.flat())
  },
}

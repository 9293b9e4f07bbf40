import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Deps } from '../../src/deps.ts'
import { openWechat } from '../../src/wechat/open-wechat.ts'
import { importEnvelopeKey, openEnvelope, sealEnvelope } from '../../src/wechat/protocol/cipher.ts'
import { parseXml } from '../../src/wechat/protocol/parse-xml.ts'
import { textIn } from '../../src/wechat/protocol/read-message.ts'
import { signatureOf } from '../../src/wechat/protocol/signature.ts'
import { ACCOUNT } from './accounts.ts'

/** A service whose database must not be reached: every access throws. */
export function untouchableApp(log: (event: string) => void = () => {}) {
  const db = new Proxy(
    {},
    {
      get: () => {
        throw new Error('the database was reached')
      },
    },
  ) as Deps['db']
  const shared = { db, now: () => new Date(), log: (_: string, event: string) => log(event) }
  const deps = { ...shared, cipher: undefined, logRequests: false, embedOrigins: '*' }
  const wechat = openWechat(readConfig(ACCOUNT), deps as unknown as Deps)
  return createApp(() => ({ ...deps, wechat }) as unknown as Deps)
}

export type Genuine = { query: [string, string][]; body: string }

/** A callback as WeChat would send it just now. */
export async function genuineCallback(text: string, messageId = '1'): Promise<Genuine> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const nonce = '1414587457'
  const key = await importEnvelopeKey(ACCOUNT.WECHAT_AES_KEY)
  const xml = `<xml><ToUserName><![CDATA[${ACCOUNT.WECHAT_GH_ID}]]></ToUserName><FromUserName><![CDATA[oFUZZ]]></FromUserName><CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${messageId}</MsgId></xml>`
  const encrypt = await sealEnvelope(key, { text: xml, id: ACCOUNT.WECHAT_APPID })
  const query: [string, string][] = [
    ['signature', await signatureOf(ACCOUNT.WECHAT_TOKEN, timestamp, nonce)],
    ['timestamp', timestamp],
    ['nonce', nonce],
    ['openid', 'oFUZZ'],
    ['encrypt_type', 'aes'],
    ['msg_signature', await signatureOf(ACCOUNT.WECHAT_TOKEN, timestamp, nonce, encrypt)],
  ]
  const body = `<xml><ToUserName><![CDATA[${ACCOUNT.WECHAT_GH_ID}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`
  return { query, body }
}

/** Parts of a callback whose change must be seen; `openid` and the outer names are not authenticated by WeChat. */
const SIGNED = ['timestamp', 'nonce', 'encrypt_type', 'msg_signature']

const pick = <Item>(random: () => number, list: readonly Item[]) =>
  list[Math.floor(random() * list.length)] as Item

const NOISE = [
  '<',
  '&',
  '"',
  '\0',
  '￿',
  '<!DOCTYPE x>',
  ']]>',
  '𠮷',
  '%00',
  '<a>'.repeat(50),
  'A'.repeat(5_000),
]

/** The same, changed so that nobody could have sent it who does not know the secrets. */
export function mutate({ query, body }: Genuine, random: () => number): Genuine {
  const changes: (() => Genuine)[] = [
    () => ({ query: changeOne(query, random), body }),
    () => ({
      query: query.filter(([name]) => name !== pick(random, SIGNED)),
      body: changeEnvelope(body, random),
    }),
    () => ({
      query: [
        ...query,
        pick(
          random,
          query.filter(([name]) => SIGNED.includes(name)),
        ),
      ],
      body,
    }),
    () => ({ query, body: changeEnvelope(body, random) }),
    () => ({ query, body: body.slice(0, Math.floor(random() * (body.length - 8))) }),
    () => ({ query, body: `${pick(random, NOISE.slice(0, 4))}${body}` }),
    () => ({ query: changeOne(query, random), body: changeEnvelope(body, random) }),
    () => ({ query, body: pick(random, NOISE).repeat(1 + Math.floor(random() * 5)) }),
  ]
  return pick(random, changes)()
}

function changeOne(query: Genuine['query'], random: () => number): Genuine['query'] {
  const name = pick(random, SIGNED)
  return query.map(([each, value]) => [each, each === name ? changeText(value, random) : value])
}

function changeText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length)
  const changed = `${text.slice(0, at)}${pick(random, [...NOISE, '0', 'f', 'z', ''])}${text.slice(at + 1)}`
  return changed === text ? `${text}x` : changed
}

function changeEnvelope(body: string, random: () => number): string {
  const from = body.indexOf('<Encrypt><![CDATA[') + 18
  const to = body.indexOf(']]></Encrypt>')
  return `${body.slice(0, from)}${changeText(body.slice(from, to), random)}${body.slice(to)}`
}

export function requestOf({ query, body }: Genuine): [string, RequestInit] {
  const search = new URLSearchParams(query)
  return [`/wechat/oa?${search}`, { method: 'POST', body }]
}

export type AppCallback = {
  userId: string
  taskId: string
  key: string
  responseCode: string
  agentId: string
  /** Of the check of the address, instead of a press. */
  echo: string
}

type AppSecrets = { WECOM_CORPID: string; WECOM_AGENT_TOKEN: string; WECOM_AGENT_AES_KEY: string }

/** What WeCom calls the application with, as it would now (WeCom 90930, template_card_event). */
export async function sealCallback(
  { WECOM_CORPID: id, WECOM_AGENT_TOKEN: token, WECOM_AGENT_AES_KEY: aesKey }: AppSecrets,
  given: Partial<AppCallback>,
): Promise<{ path: string; body: string }> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const nonce = '1372623149'
  const xml = `<xml><ToUserName><![CDATA[${id}]]></ToUserName><FromUserName><![CDATA[${given.userId}]]></FromUserName><CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[${given.key ?? 'accept_ticket'}]]></EventKey><TaskId><![CDATA[${given.taskId}]]></TaskId><CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[${given.responseCode}]]></ResponseCode><AgentID>${given.agentId ?? '1000002'}</AgentID></xml>`
  const encrypt = await sealEnvelope(await importEnvelopeKey(aesKey), {
    text: given.echo ?? xml,
    id,
  })
  const signature = await signatureOf(token, timestamp, nonce, encrypt)
  const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce })
  if (given.echo !== undefined) query.set('echostr', encrypt)
  const body = `<xml><ToUserName><![CDATA[${id}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt><AgentID>1000002</AgentID></xml>`
  return { path: `/wechat/app?${query}`, body }
}

/** What a sealed passive reply says. */
export async function openReply(xml: string): Promise<string> {
  const envelope = textIn(parseXml(xml), 'Encrypt')
  const key = await importEnvelopeKey(ACCOUNT.WECHAT_AES_KEY)
  return textIn(parseXml(await openEnvelope(key, envelope, ACCOUNT.WECHAT_APPID)), 'Content')
}

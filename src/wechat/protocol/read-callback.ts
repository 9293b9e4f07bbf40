import { CipherError, type EnvelopeKey, importEnvelopeKey, openEnvelope } from './cipher.ts'
import { parseXml, type XmlElement, XmlError } from './parse-xml.ts'
import { isSameText, signatureOf } from './signature.ts'

export const callbackModes = ['safe', 'compat', 'plain'] as const
export type CallbackMode = (typeof callbackModes)[number]

/** What a callback is checked against. */
export type CallbackAccount = {
  /** appid or corpid, which stands inside every envelope. */
  id: string
  token: string
  mode: CallbackMode
  /** EncodingAESKey in use and, while it is being changed, the former one. */
  keys: readonly string[]
  /** Whether requests say `encrypt_type=aes`, as those of an official account do. */
  saysEncryptType: boolean
}

/** A request that the platform did not send, or not like this. The status is all that the sender is told. */
export class CallbackError extends Error {
  readonly status: 400 | 403

  constructor(status: 400 | 403, problem: string, options?: { cause?: unknown }) {
    super(problem, options)
    this.name = 'CallbackError'
    this.status = status
  }
}

export type Callback = {
  message: XmlElement
  nonce: string
  /** The key that has opened it, with which it is answered; undefined in plain mode. */
  key: EnvelopeKey | undefined
}

type Given = { query: URLSearchParams; body: string; /** Seconds. */ now: number }

const OLDEST_SECONDS = 600

/**
 * Opens a callback, checking in this order: parameters, age, outer XML, signature over what is used, envelope,
 * owner, inner XML. In compat mode the readable copy beside the envelope is nobody's word and left alone.
 * @throws CallbackError
 */
export async function readCallback(account: CallbackAccount, given: Given): Promise<Callback> {
  const { query, body } = given
  const stamp = readStamp(query)
  if (Math.abs(given.now - Number(stamp.timestamp)) > OLDEST_SECONDS) {
    throw new CallbackError(403, 'stale')
  }
  if (account.mode === 'plain') return readPlain(account, { query, body, ...stamp })
  const isEncrypted = !account.saysEncryptType || single(query, 'encrypt_type') === 'aes'
  if (!isEncrypted) throw new CallbackError(403, 'not encrypted')
  const signature = single(query, 'msg_signature')
  const { Encrypt: envelope } = readXml(body)
  if (typeof envelope !== 'string' || envelope === '') throw new CallbackError(400, 'no envelope')
  const expected = await signatureOf(account.token, stamp.timestamp, stamp.nonce, envelope)
  if (!isSameText(expected, signature)) throw new CallbackError(403, 'signature')
  const opened = await openWithAny(account, envelope)
  return { message: readXml(opened.text), nonce: stamp.nonce, key: opened.key }
}

type Plain = { query: URLSearchParams; body: string; timestamp: string; nonce: string }

async function readPlain(
  { token }: CallbackAccount,
  { query, body, timestamp, nonce }: Plain,
): Promise<Callback> {
  if (query.has('encrypt_type')) throw new CallbackError(403, 'another mode')
  const expected = await signatureOf(token, timestamp, nonce)
  if (!isSameText(expected, single(query, 'signature'))) throw new CallbackError(403, 'signature')
  return { message: readXml(body), nonce, key: undefined }
}

/**
 * The platform makes sure of the address when it is entered. @returns what has to be sent back, unchanged
 * @throws CallbackError
 */
export async function readVerification(
  account: CallbackAccount,
  query: URLSearchParams,
): Promise<string> {
  const { timestamp, nonce } = readStamp(query)
  const echo = single(query, 'echostr')
  if (account.saysEncryptType) {
    const expected = await signatureOf(account.token, timestamp, nonce)
    if (!isSameText(expected, single(query, 'signature'))) throw new CallbackError(403, 'signature')
    return echo
  }
  const expected = await signatureOf(account.token, timestamp, nonce, echo)
  const signature = single(query, 'msg_signature')
  if (!isSameText(expected, signature)) throw new CallbackError(403, 'signature')
  return (await openWithAny(account, echo)).text
}

const LONGEST_NONCE = 128

function readStamp(query: URLSearchParams): { timestamp: string; nonce: string } {
  const timestamp = single(query, 'timestamp')
  const nonce = single(query, 'nonce')
  if (!/^\d{10}$/.test(timestamp)) throw new CallbackError(400, 'timestamp')
  if (nonce.length > LONGEST_NONCE) throw new CallbackError(400, 'nonce')
  return { timestamp, nonce }
}

/** A parameter that stands there once, and says something. */
function single(query: URLSearchParams, name: string): string {
  const [value, ...more] = query.getAll(name)
  if (!value || more.length > 0) throw new CallbackError(400, name)
  return value
}

function readXml(text: string): XmlElement {
  try {
    return parseXml(text)
  } catch (error) {
    if (error instanceof XmlError) throw new CallbackError(400, 'xml', { cause: error })
    throw error
  }
}

type OpenedEnvelope = { text: string; key: EnvelopeKey }

/** With the key in use, else with the former one. */
async function openWithAny(
  { keys, id }: CallbackAccount,
  envelope: string,
): Promise<OpenedEnvelope> {
  let problem: unknown
  for (const encodingKey of keys) {
    try {
      const key = await importEnvelopeKey(encodingKey)
      return { text: await openEnvelope(key, envelope, id), key }
    } catch (error) {
      if (!(error instanceof CipherError)) throw error
      problem ??= error
    }
  }
  throw new CallbackError(403, 'envelope', { cause: problem })
}

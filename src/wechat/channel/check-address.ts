import { requestText } from '../../platform/call-api.ts'
import { bad, type Finding, good } from '../../shared/channel-findings.ts'
import { importEnvelopeKey, sealEnvelope } from '../protocol/cipher.ts'
import { signatureOf } from '../protocol/signature.ts'

type Door = {
  path: string
  token: string
  /** appid or corpid. */
  id: string
  /** Of WeCom, which encrypts what it expects back. */
  aesKey: string | undefined
}

/** Calls the address as the platform does when it is entered there; nothing where there is no address to call. */
export async function checkAddress(door: Door, publicUrl: string | undefined): Promise<Finding[]> {
  if (publicUrl === undefined) return []
  const address = `${publicUrl}${door.path}`
  const { query, echo } = await verification(door)
  const { status, text, problem } = await requestText(`${address}?${query}`, { method: 'GET' })
  if (problem !== undefined) return [bad('address_certificate', { address, reason: problem })]
  return [describe(address, status, text === echo)]
}

async function verification({ token, id, aesKey }: Door) {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const nonce = 'zhiwen'
  const echo = `check${timestamp}`
  if (aesKey === undefined) {
    const signature = await signatureOf(token, timestamp, nonce)
    return { echo, query: new URLSearchParams({ signature, timestamp, nonce, echostr: echo }) }
  }
  const echostr = await sealEnvelope(await importEnvelopeKey(aesKey), { text: echo, id })
  const signature = await signatureOf(token, timestamp, nonce, echostr)
  const query = { msg_signature: signature, timestamp, nonce, echostr }
  return { echo, query: new URLSearchParams(query) }
}

function describe(address: string, status: number | undefined, isOurs: boolean): Finding {
  if (status === undefined) return bad('address_unreached', { address })
  if (status === 404) return bad('address_absent', { address })
  if (status === 403) return bad('address_token', { address })
  return isOurs
    ? good('address_good', { address })
    : bad('address_wrong', { address, status: String(status) })
}

import type { NoticeConfig } from '../settings.ts'
import type { Delivery, SendNotice } from '../senders.ts'
import { postJson } from './post-json.ts'

/**
 * The same notice for another system, with the headers of Standard Webhooks: `webhook-id` is the same at every
 * try, and `webhook-signature` is HMAC-SHA256 over `<id>.<seconds>.<body>` with the bytes of the secret.
 */
export function createWebhook(
  { url, secret }: NonNullable<NoticeConfig['webhook']>,
  now: () => Date,
): SendNotice {
  return async (delivery, signal) => {
    const body = bodyOf(delivery)
    const seconds = Math.floor(now().getTime() / 1_000)
    const signature = await sign(secret, `${delivery.id}.${seconds}.${body}`)
    const headers = {
      'webhook-id': delivery.id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${signature}`,
    }
    await postJson(url, { body, headers, signal })
  }
}

function bodyOf({ id, kind, data, caseId, ticketId, createdAt }: Delivery): string {
  const timestamp = createdAt.toISOString()
  return JSON.stringify({ id, type: kind, timestamp, data: { ...data, caseId, ticketId } })
}

async function sign(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, [
    'sign',
  ])
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}

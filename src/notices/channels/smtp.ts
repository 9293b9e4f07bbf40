import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { NoticeConfig } from '../settings.ts'
import { DEADLINE_MS, type Delivery, SendError, type SendNotice } from '../senders.ts'

/**
 * E-mails in both languages, Chinese first; Node only. A password is given to the server over TLS only.
 * @param deadlineMs of each step of the protocol
 */
export function createMailer(
  { url, from }: NonNullable<NoticeConfig['smtp']>,
  deadlineMs = DEADLINE_MS,
): SendNotice {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: Number(port || (secure ? 465 : 587)),
    secure,
    requireTLS: username !== '' && !secure,
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async (delivery) => {
    try {
      await transport.sendMail(messageOf(delivery, from))
    } catch (error) {
      throw explain(error)
    }
  }
}

function messageOf({ id, to, zh, en, url }: Delivery, from: string) {
  const link = url ? [url] : []
  return {
    from: { name: '知问', address: from },
    to: { name: '', address: to },
    subject: zh.title,
    text: [zh.text, ...link, '', '—', en.title, en.text, ...link, ''].join('\n'),
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

/** `responseCode` is what the server said, `code` what nodemailer makes of it. */
const Failure = z.looseObject({
  responseCode: z.number().optional(),
  code: z.string().default('not sent'),
})

/** The code alone: what a mail server says can quote the address. */
function explain(error: unknown): SendError {
  const { responseCode, code } = Failure.parse(error)
  return new SendError(`mail server: ${responseCode ?? code}`, { cause: error })
}

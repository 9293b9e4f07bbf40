import { type AddressInfo, createServer, type Socket } from 'node:net'

export type Mail = { from: string; to: string[]; headers: Map<string, string>; text: string }

export type SmtpServer = {
  url: string
  mails: Mail[]
  /** Every line that clients have said, to look for what should not be among them. */
  said: string[]
  /** How the next mails are answered after their last line; `hang`: not at all, though taken. */
  next: (...replies: string[]) => void
  /** Connections are taken and not greeted. */
  silent: (silent: boolean) => void
  close: () => Promise<void>
}

/** A local mail server (RFC 5321, as far as a client needs it) that offers neither TLS nor passwords. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: Mail[] = []
  const said: string[] = []
  const replies: string[] = []
  const sockets = new Set<Socket>()
  let isSilent = false
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (isSilent) return
    const say = (line: string) => socket.write(`${line}\r\n`)
    let envelope: { from: string; to: string[] } = { from: '', to: [] }
    let data: string[] | undefined
    let rest = ''
    const endMail = (lines: string[]) => {
      mails.push({ ...envelope, ...readMail(lines) })
      envelope = { from: '', to: [] }
      const reply = replies.shift() ?? '250 taken'
      if (reply !== 'hang') say(reply)
    }
    const takeLine = (line: string) => {
      said.push(line)
      if (data) {
        if (line !== '.') return data.push(line.replace(/^\./, ''))
        const lines = data
        data = undefined
        return endMail(lines)
      }
      const address = /<(.*)>/.exec(line)?.[1] ?? ''
      if (/^(EHLO|HELO)/i.test(line)) return say('250 test')
      if (/^MAIL/i.test(line)) envelope = { from: address, to: [] }
      if (/^RCPT/i.test(line)) envelope.to.push(address)
      if (/^DATA/i.test(line)) {
        data = []
        return say('354 go on')
      }
      if (/^(STARTTLS|AUTH)/i.test(line)) return say('502 not here')
      if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n')
      return say('250 ok')
    }
    say('220 test')
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n')
      rest = lines.pop() ?? ''
      lines.forEach(takeLine)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    said,
    next: (...given) => void replies.push(...given),
    silent: (silent) => void (isSilent = silent),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function readMail(lines: string[]): Pick<Mail, 'headers' | 'text'> {
  const end = lines.indexOf('')
  const unfolded = lines
    .slice(0, end)
    .join('\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n')
  const headers = new Map(
    unfolded.map((line) => {
      const [name = '', ...value] = line.split(': ')
      return [name.toLowerCase(), decodeWords(value.join(': '))] as const
    }),
  )
  const body = lines.slice(end + 1).join('\r\n')
  const encoding = headers.get('content-transfer-encoding')
  if (encoding === 'base64') return { headers, text: Buffer.from(body, 'base64').toString() }
  return { headers, text: encoding === 'quoted-printable' ? decodeQuoted(body) : body }
}

function decodeWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString()
        : decodeQuoted(text.replaceAll('_', ' ')),
    )
}

function decodeQuoted(text: string): string {
  const bytes = text
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)))
  return Buffer.from(bytes, 'latin1').toString()
}

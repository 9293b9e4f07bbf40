import { connect, createServer, type Socket } from 'node:net'

/** A relay before a database server, which can lose connections without telling either side. */
export async function startRelay(databaseUrl: string) {
  const url = new URL(databaseUrl)
  const { hostname, port } = url
  const sockets = new Set<Socket>()
  const lost = new Set<Socket>()
  const state = { silent: false }
  const relay = createServer((near) => {
    const far = connect(Number(port), hostname)
    const pairs = [
      { from: near, to: far },
      { from: far, to: near },
    ]
    for (const { from, to } of pairs) {
      sockets.add(from)
      if (state.silent) lost.add(from)
      from.on('data', (chunk) => lost.has(from) || to.write(chunk))
      from.on('close', () => {
        sockets.delete(from)
        if (!lost.has(from)) to.destroy()
      })
      from.on('error', () => {})
    }
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const address = relay.address()
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const loseAll = () => {
    for (const socket of sockets) lost.add(socket)
  }
  return {
    url: url.href,
    /** What is open now stays dead. */
    loseAll,
    /** The same, and what is opened until it speaks again is dead, too. */
    fallSilent: () => {
      state.silent = true
      loseAll()
    },
    speak: () => {
      state.silent = false
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      relay.close()
    },
  }
}

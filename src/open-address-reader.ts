import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { AppError } from './shared/errors.ts'

const Connection = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }),
})

const MOST_HOPS = 20

/**
 * The address of the connection; behind proxies that are trusted, the last one in X-Forwarded-For that is
 * none of them. What others write into that header counts for nothing.
 * @throws AppError `invalid` when a trusted proxy is neither an address nor a network
 */
export function openAddressReader(trustedProxies: readonly string[]): Deps['addressOf'] {
  const trusted = new BlockList()
  for (const proxy of trustedProxies) trust(trusted, proxy)
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (environment, headers) => {
    const connection = Connection.safeParse(environment).data?.incoming.socket.remoteAddress
    if (connection === undefined) return 'unknown'
    const forwarded = headers.get('x-forwarded-for')?.split(',').slice(-MOST_HOPS) ?? []
    const hops = [...forwarded, connection].map(plainAddress)
    const sender = hops.findLast((address, at) => !isTrusted(address) || at === 0)
    return sender !== undefined && isIP(sender) !== 0 ? household(sender) : 'unknown'
  }
}

function trust(list: BlockList, proxy: string) {
  const [address = '', prefix] = proxy.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  try {
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  } catch (error) {
    throw new AppError('invalid', `TRUSTED_PROXIES: ${proxy} is no address and no network`, {
      cause: error,
    })
  }
}

/** Sockets that serve both families write IPv4 as `::ffff:1.2.3.4`. */
const plainAddress = (text: string): string => text.trim().replace(/^::ffff:(?=\d+\.)/i, '')

/** One household has 2^64 addresses of IPv6: the first half names it. */
function household(address: string): string {
  if (isIP(address) === 4) return address
  const [head = '', tail = ''] = address.toLowerCase().split('::')
  const groups = (text: string) => text.split(':').filter(Boolean)
  const missing = address.includes('::') ? 8 - groups(head).length - groups(tail).length : 0
  const whole = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)]
  const prefix = whole.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${prefix.join(':')}::/64`
}

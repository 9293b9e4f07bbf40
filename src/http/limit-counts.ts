/** What one network address may send within a minute; 0: as much as it likes. */
export type AddressLimits = { requests: number; conversations: number }

export type LimitedKind = keyof AddressLimits

/** Counts of this process; several processes allow as many times as much. */
export type AddressCounter = {
  /**
   * Counts one more of an address. Undefined while it may; else the seconds until it may again, and whether this is
   * the first refusal of the window.
   */
  count: (address: string, kind: LimitedKind, now: Date) => Refused | undefined
}

export type Refused = { retryAfter: number; isFirst: boolean }

type Window = { endsAt: number; counts: AddressLimits }

const MINUTE_MS = 60_000
/** About 5 MB; who has more addresses than this is not stopped by counting them. */
const MOST_ADDRESSES = 20_000

/** A window of one minute for each address, from its first request on, in the memory of this process. */
export function createAddressCounter(
  limits: AddressLimits,
  mostAddresses = MOST_ADDRESSES,
): AddressCounter {
  // In the order in which they began: the first ones end first.
  const windows = new Map<string, Window>()

  const forget = (now: number) => {
    for (const [address, { endsAt }] of windows) {
      if (endsAt > now && windows.size < mostAddresses) return
      windows.delete(address)
    }
  }
  const windowOf = (address: string, now: number): Window => {
    const known = windows.get(address)
    // A clock that was set back leaves no window longer than a minute.
    if (known && known.endsAt > now && known.endsAt <= now + MINUTE_MS) return known
    windows.delete(address)
    forget(now)
    const window = { endsAt: now + MINUTE_MS, counts: { requests: 0, conversations: 0 } }
    windows.set(address, window)
    return window
  }
  return {
    count: (address, kind, moment) => {
      const limit = limits[kind]
      if (limit === 0) return undefined
      const now = moment.getTime()
      const { endsAt, counts } = windowOf(address, now)
      counts[kind] += 1
      if (counts[kind] <= limit) return undefined
      const retryAfter = Math.max(1, Math.ceil((endsAt - now) / 1_000))
      return { retryAfter, isFirst: counts[kind] === limit + 1 }
    },
  }
}

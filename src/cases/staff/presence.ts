export type PersonThere = { id: string; name: string }

/** Who has which case open in this process; other processes know of others (docs/console.md). */
export type Presence = {
  /** @returns what is to be called when they leave */
  enter: (caseId: string, person: PersonThere) => () => void
  /** Everybody else who has the case open, each once, by name. */
  others: (caseId: string, accountId: string) => PersonThere[]
}

export function createPresence(): Presence {
  const rooms = new Map<string, Set<PersonThere>>()
  return {
    enter: (caseId, person) => {
      const room = rooms.get(caseId) ?? new Set()
      // A stay of its own, also of somebody who is there twice.
      const stay = { id: person.id, name: person.name }
      rooms.set(caseId, room.add(stay))
      return () => {
        room.delete(stay)
        if (room.size === 0) rooms.delete(caseId)
      }
    },
    others: (caseId, accountId) => {
      const there = [...(rooms.get(caseId) ?? [])].filter(({ id }) => id !== accountId)
      const unique = new Map(there.map((person) => [person.id, person]))
      return [...unique.values()].toSorted((one, other) => compare(one.name, other.name))
    },
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

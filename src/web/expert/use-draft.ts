import { useRef, useState } from 'preact/hooks'
import { isString, listOf } from '../shared/guards.ts'
import type { Guard } from '../shared/guards.ts'
import { forget, recall, remember } from '../shared/storage.ts'

const isNames = listOf(isString)
const listName = 'expert.drafts'

/** The drafts that lie on this device, by the names under which they are remembered. */
export const listDrafts = (): string[] => recall(listName, isNames) ?? []

function noteDraft(name: string): void {
  const known = listDrafts()
  if (!known.includes(name)) remember(listName, known.concat(name))
}

export function forgetDraft(name: string): void {
  forget(name)
  remember(
    listName,
    listDrafts().filter((each) => each !== name),
  )
}

export function forgetDrafts(): void {
  for (const name of listDrafts()) forgetDraft(name)
}

/**
 * What is being written, kept on this device with every change until `forgetDraft`: a reload, a lost connection
 * or an ended session takes nothing away. `restored`: it was there when the page opened.
 */
export function useDraft<T>(
  name: string,
  guard: Guard<T>,
  empty: T,
): {
  draft: T
  change: (changes: Partial<T>) => void
  clear: (shown?: T) => void
  restored: boolean
} {
  const first = useRef(recall(name, guard)).current
  const [draft, setDraft] = useState<T>(first ?? empty)
  // Several changes may come before the next rendering, and each is kept before it is shown.
  const latestRef = useRef(draft)
  const show = (next: T) => {
    latestRef.current = next
    setDraft(next)
  }

  return {
    draft,
    change: (changes) => {
      const next = { ...latestRef.current, ...changes }
      remember(name, next)
      noteDraft(name)
      show(next)
    },
    clear: (shown = empty) => {
      forgetDraft(name)
      show(shown)
    },
    restored: first !== undefined,
  }
}

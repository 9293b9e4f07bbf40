import { useEffect, useRef, useState } from 'preact/hooks'
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
  const touchedRef = useRef(false)

  useEffect(() => {
    if (!touchedRef.current) return
    remember(name, draft)
    noteDraft(name)
  }, [name, draft])

  return {
    draft,
    change: (changes) => {
      touchedRef.current = true
      setDraft((before) => ({ ...before, ...changes }))
    },
    clear: (shown = empty) => {
      touchedRef.current = false
      forgetDraft(name)
      setDraft(shown)
    },
    restored: first !== undefined,
  }
}

import { useState } from 'react'
import { isString, listOf, objectOf } from '../../shared/guards.ts'
import { recall, remember } from '../../shared/storage.ts'

export type View = { name: string; address: string }

const isViews = listOf(objectOf<View>({ name: isString, address: isString }))
const KEY = 'console.views'
const MOST_VIEWS = 12

/** Filters that somebody has kept under a name, in this browser. */
export function useViews() {
  const [views, setViews] = useState(() => recall(KEY, isViews) ?? [])
  const keep = (next: View[]) => {
    remember(KEY, next)
    setViews(next)
  }
  return {
    views,
    save: (view: View) =>
      keep([...views.filter(({ name }) => name !== view.name), view].slice(-MOST_VIEWS)),
    remove: (name: string) => keep(views.filter((view) => view.name !== name)),
  }
}

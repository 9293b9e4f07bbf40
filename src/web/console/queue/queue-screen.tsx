import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { InputRef } from 'antd'
import { go, useQueryOfAddress } from '../address.ts'
import { useMayWork } from '../account.ts'
import { useLiveState } from '../live/live-context.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { ShortcutSheet } from '../shortcut-sheet.tsx'
import { useShortcuts } from '../use-shortcuts.ts'
import { useText } from '../use-text.ts'
import { CaseTable } from './case-table.tsx'
import { FilterBar } from './filter-bar.tsx'
import { type Filters, isFiltered, readFilters, tabOf, toAddress } from './filters.ts'
import './queue.css'
import { StateTabs } from './state-tabs.tsx'
import { type ListedCase, useCases } from './use-cases.ts'
import { ViewsBar } from './views-bar.tsx'
import { rememberWalk } from './walk.ts'

export function QueueScreen() {
  const text = useText()
  const [query] = useQueryOfAddress()
  const filters = readFilters(query)
  const address = toAddress(filters)
  const pages = usePages(address)
  const { data, error, isPending, refetch } = useCases(filters, pages.after)
  const { connected } = useLiveState()
  const [sheetOpen, setSheetOpen] = useState(false)
  const search = useRef<InputRef>(null)
  const rows = useMemo(() => data?.cases ?? [], [data])
  const selection = useSelection(rows)
  useEffect(() => {
    rememberWalk({
      filters: readFilters(new URLSearchParams(address)),
      ids: rows.map(({ id }) => id),
    })
  }, [address, rows])
  const change = (next: Filters) => go(`/?${toAddress(next)}`)
  useQueueKeys({
    selection,
    search: () => search.current?.focus({ cursor: 'all' }),
    help: () => setSheetOpen(true),
  })
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{text.screens.queue}</h1>
        <output className={connected ? 'muted' : 'chip warning'}>
          {connected ? text.shell.live : text.shell.notLive}
        </output>
        <span className="grow" />
        <Button size="small" onClick={() => setSheetOpen(true)}>
          {text.queue.shortcuts} <kbd>?</kbd>
        </Button>
      </div>
      <StateTabs filters={filters} onChange={change} />
      <FilterBar filters={filters} onChange={change} search={search} />
      <ViewsBar filters={filters} onChange={change} />
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      <CaseTable
        rows={rows}
        selected={selection.id}
        onSelect={selection.select}
        pending={isPending}
        empty={
          tabOf(filters) === 'todo' && !isFiltered(filters)
            ? text.queue.emptyTodo
            : text.queue.empty
        }
      />
      <Pager pages={pages} next={data?.next ?? null} />
      <ShortcutSheet open={sheetOpen} onClose={() => setSheetOpen(false)} />
    </div>
  )
}

type Pages = {
  number: number
  after: string | undefined
  forward: (after: string) => void
  back: () => void
}

/** The beginnings of the pages up to this one; other filters begin anew. */
function usePages(address: string): Pages {
  const [trail, setTrail] = useState<{ address: string; starts: string[] }>({ address, starts: [] })
  const starts = trail.address === address ? trail.starts : []
  return {
    number: starts.length + 1,
    after: starts.at(-1),
    forward: (after) => setTrail({ address, starts: [...starts, after] }),
    back: () => setTrail({ address, starts: starts.slice(0, -1) }),
  }
}

function Pager({ pages, next }: { pages: Pages; next: string | null }) {
  const { queue } = useText()
  if (pages.number === 1 && next === null) return null
  return (
    <nav className="row" aria-label={queue.page(pages.number)}>
      <Button disabled={pages.number === 1} onClick={pages.back}>
        {queue.previous}
      </Button>
      <span>{queue.page(pages.number)}</span>
      <Button disabled={next === null} onClick={() => next !== null && pages.forward(next)}>
        {queue.next}
      </Button>
    </nav>
  )
}

type Selection = {
  id: string | undefined
  select: (id: string) => void
  move: (by: number) => void
}

/** The row that keys act on; by its id, so that it stays when rows come and go. */
function useSelection(rows: ListedCase[]): Selection {
  const [id, select] = useState<string>()
  const at = rows.findIndex((row) => row.id === id)
  const current = rows[at] ?? rows[0]
  return {
    id: current?.id,
    select,
    move: (by) => {
      const from = Math.max(0, at)
      const next = rows[Math.min(rows.length - 1, Math.max(0, from + by))]
      if (!next) return
      select(next.id)
      document.getElementById(`case-${next.id}`)?.scrollIntoView({ block: 'nearest' })
    },
  }
}

type Keys = { selection: Selection; search: () => void; help: () => void }

function useQueueKeys({ selection, search, help }: Keys) {
  const mayWork = useMayWork()
  const open = (query = '') => {
    if (selection.id !== undefined) go(`/cases/${selection.id}${query}`)
  }
  useShortcuts({
    j: () => selection.move(1),
    k: () => selection.move(-1),
    Enter: () => open(),
    '/': search,
    '`': () => go('/'),
    '?': help,
    ...(mayWork && { a: () => open('?do=assign'), e: () => open('?do=approve') }),
  })
}

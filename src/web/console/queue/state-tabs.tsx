import { useText } from '../use-text.ts'
import { type Filters, type Tab, tabOf, tabs, todoStates } from './filters.ts'
import { useCounts } from './use-cases.ts'

type Props = { filters: Filters; onChange: (filters: Filters) => void }

/** Rare ends of a case, which are looked for rather than worked on. */
const rare = new Set<Tab>(['merged', 'withdrawn', 'reopened'])

/** The states with how many cases stand in each. */
export function StateTabs({ filters, onChange }: Props) {
  const { queue, words } = useText()
  const { data } = useCounts()
  const counts = data?.counts ?? {}
  const countOf = (tab: Tab): number => {
    if (tab === 'all') return Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (tab === 'todo') return todoStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
    return counts[tab] ?? 0
  }
  const labelOf = (tab: Tab) => {
    if (tab === 'all') return queue.all
    return tab === 'todo' ? queue.todo : words.states[tab]
  }
  const current = tabOf(filters)
  const shown = tabs.filter((tab) => tab === current || !rare.has(tab) || countOf(tab) > 0)
  return (
    <fieldset className="tabs">
      <legend className="hidden-text">{queue.tabs}</legend>
      {shown.map((tab) => (
        <button
          key={tab}
          type="button"
          aria-pressed={tab === current}
          onClick={() => onChange({ ...filters, state: tab })}
        >
          {labelOf(tab)} <span className="count">{countOf(tab)}</span>
        </button>
      ))}
    </fieldset>
  )
}

import { tabs } from './catalogue.ts'
import type { Tab } from './catalogue.ts'
import type { CatalogueText } from './catalogue-text.ts'

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }

export function TabList(props: { tab: Tab; text: CatalogueText; onChoose: (tab: Tab) => void }) {
  const { tab, text, onChoose } = props

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? 'services'
    onChoose(next)
    document.getElementById(`tab-${next}`)?.focus()
  }

  return (
    <div class="tabs no-print" role="tablist" aria-label={text.tabList}>
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          class="button-plain"
          aria-selected={name === tab}
          aria-controls="tab-panel"
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onChoose(name)}
          onKeyDown={onKeyDown}
        >
          {text.tabs[name]}
        </button>
      ))}
    </div>
  )
}

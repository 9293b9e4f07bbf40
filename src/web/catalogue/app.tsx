import { useEffect } from 'preact/hooks'
import { usePreferences } from '../shared/preferences.ts'
import { useAddress } from '../shared/use-address.ts'
import type { Values } from '../shared/use-address.ts'
import { Board } from './board.tsx'
import { Browse } from './browse.tsx'
import { tabs } from './catalogue.ts'
import { catalogueText } from './catalogue-text.ts'

const names = ['tab', 'q', 'board'] as const
type Name = (typeof names)[number]

const readState = (get: (name: Name) => string): Values<Name> => ({
  tab: get('tab'),
  q: get('q'),
  board: get('board'),
})

export function App() {
  const preferences = usePreferences()
  const text = catalogueText[preferences.language]
  const [state, change] = useAddress(names, readState)
  const tab = tabs.find((name) => name === state.tab) ?? 'services'
  useEffect(() => {
    document.title = `${text.tabs[tab]} · ${text.title}`
  }, [text, tab])

  if (state.board === '1') {
    return <Board preferences={preferences} onLeave={() => change({ board: '' })} />
  }
  return (
    <Browse
      tab={tab}
      filter={state.q}
      preferences={preferences}
      onTab={(next) => change({ tab: next })}
      onFilter={(q) => change({ q }, 'replace')}
      onBoard={() => change({ board: '1' })}
    />
  )
}

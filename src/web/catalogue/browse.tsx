import { useEffect } from 'preact/hooks'
import { Icon } from '../shared/icon.tsx'
import { commonText } from '../shared/common-text.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import { PageHeader } from '../shared/page-header.tsx'
import type { Preferences } from '../shared/preferences.ts'
import type { Tab } from './catalogue.ts'
import { catalogueText } from './catalogue-text.ts'
import { EntryList, filterCatalogue } from './entry-list.tsx'
import { TabList } from './tab-list.tsx'
import { useCatalogue } from './use-catalogue.ts'

type BrowseProps = {
  tab: Tab
  filter: string
  preferences: Preferences
  onTab: (tab: Tab) => void
  onFilter: (filter: string) => void
  onBoard: () => void
}

function Tools(props: BrowseProps) {
  const { language } = props.preferences
  const text = catalogueText[language]
  return (
    <div class="tools no-print">
      <label class="field">
        <span>{text.filter}</span>
        <input
          type="search"
          value={props.filter}
          onInput={(event) => props.onFilter(event.currentTarget.value)}
        />
      </label>
      <button type="button" onClick={() => window.print()}>
        <Icon name="print" />
        <span>{commonText[language].print}</span>
      </button>
      <button type="button" class="to-board" onClick={props.onBoard}>
        {text.board}
      </button>
    </div>
  )
}

/** A service that the address names (`#risk-prevention`) is open and in view. */
function useOpened(loaded: boolean): string {
  const opened = location.hash.slice(1)
  useEffect(() => {
    if (loaded && opened !== '') document.getElementById(opened)?.scrollIntoView()
  }, [loaded, opened])
  return opened
}

export function Browse(props: BrowseProps) {
  const { tab, filter, preferences, onTab } = props
  const { language } = preferences
  const text = catalogueText[language]
  const { catalogue, loading, problem, retry } = useCatalogue([tab], language)
  const shown = filterCatalogue(catalogue, filter)
  const opened = useOpened(catalogue[tab].length > 0)
  const count =
    shown[tab].length === 0 ? text.nothing : text.shown(shown[tab].length, catalogue[tab].length)
  return (
    <>
      <PageHeader section="catalogue" preferences={preferences} />
      <main class="page">
        <div class="page-head">
          <h1>{text.title}</h1>
          <p>{text.intro}</p>
        </div>
        <TabList tab={tab} text={text} onChoose={onTab} />
        <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
          <Tools {...props} />
          {problem === null ? null : <Failure {...{ problem, language }} onRetry={retry} />}
          {loading ? <Loading language={language} /> : <output class="count">{count}</output>}
          <EntryList {...{ tab, language, opened }} catalogue={shown} />
        </div>
      </main>
    </>
  )
}

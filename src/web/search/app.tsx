import { useEffect } from 'preact/hooks'
import { clauseName } from '../shared/clause-name.ts'
import { isString, listOf, objectOf } from '../shared/guards.ts'
import { isDocumentList } from '../shared/documents.ts'
import type { Language } from '../shared/language.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import { PageHeader } from '../shared/page-header.tsx'
import { usePreferences } from '../shared/preferences.ts'
import { StatusTag } from '../shared/status-tag.tsx'
import { useAddress } from '../shared/use-address.ts'
import { useRemote } from '../shared/use-remote.ts'
import type { Remote } from '../shared/use-remote.ts'
import { Highlight } from './highlight.tsx'
import { isResultList, kindOf } from '../shared/search-results.ts'
import type { Result } from '../shared/search-results.ts'
import { queryNames, SearchForm } from './search-form.tsx'
import type { Query, QueryName } from './search-form.tsx'
import { searchText } from './search-text.ts'

const isDistrictList = objectOf<{ districts: { name: string; nameEn: string }[] }>({
  districts: listOf(
    objectOf<{ name: string; nameEn: string }>({ name: isString, nameEn: isString }),
  ),
})

const readQuery = (get: (name: QueryName) => string): Query => ({
  q: get('q'),
  document: get('document'),
  kind: get('kind'),
  district: get('district'),
  status: get('status'),
})

function searchPath(query: Query): string | null {
  if (query.q === '') return null
  const parameters = new URLSearchParams({ limit: '30' })
  for (const name of queryNames) {
    if (query[name] !== '') parameters.set(name, query[name])
  }
  return `/api/search?${parameters.toString()}`
}

function ResultCard(props: { result: Result; query: string; language: Language }) {
  const { result, language } = props
  return (
    <li class="card result">
      <h2 lang="zh-CN">
        <a href={result.url}>{clauseName(result) || result.title}</a>
      </h2>
      <p class="result-source">
        <span class="kind">{searchText[language].kinds[kindOf(result)]}</span>
        <StatusTag {...result} language={language} />
        <span lang="zh-CN">{result.title}</span>
      </p>
      <p lang="zh-CN">
        <Highlight text={result.text} query={props.query} />
      </p>
    </li>
  )
}

function Results(props: {
  remote: Remote<{ results: Result[] }>
  query: string
  language: Language
  onRetry: () => void
}) {
  const { remote, query, language } = props
  const text = searchText[language]
  if (remote.state === 'failed') {
    return <Failure problem={remote.problem} language={language} onRetry={props.onRetry} />
  }
  if (remote.value === undefined) return <Loading language={language} />
  const { results } = remote.value
  return (
    <div aria-busy={remote.state === 'loading'}>
      <output class="count">
        {results.length === 0 ? text.nothing : text.found(results.length)}
      </output>
      <ul class="results">
        {results.map((result) => (
          <ResultCard
            key={`${result.document}#${result.locator}`}
            {...{ result, query, language }}
          />
        ))}
      </ul>
    </div>
  )
}

export function App() {
  const preferences = usePreferences()
  const { language } = preferences
  const text = searchText[language]
  const [query, changeQuery] = useAddress(queryNames, readQuery)
  const path = searchPath(query)
  const [remote, retry] = useRemote(path, isResultList, language)
  const [documents] = useRemote('/api/documents', isDocumentList, language)
  const [districts] = useRemote('/api/catalogue/districts', isDistrictList, language)
  const districtOptions = (districts.value?.districts ?? []).map((district) => ({
    value: district.name,
    label: language === 'en' ? district.nameEn : district.name,
  }))
  useEffect(() => {
    document.title = query.q === '' ? text.title : `${query.q} · ${text.title}`
  }, [query.q, text])

  return (
    <>
      <PageHeader section="search" preferences={preferences} />
      <main class="page">
        <div class="page-head">
          <h1>{text.title}</h1>
          <p>{text.intro}</p>
        </div>
        <SearchForm
          {...{ query, language }}
          documents={documents.value?.documents ?? []}
          districts={districtOptions}
          onChange={changeQuery}
        />
        {path === null ? (
          <p class="empty">{text.start}</p>
        ) : (
          <Results {...{ remote, language }} query={query.q} onRetry={retry} />
        )}
        <p class="ask-instead no-print">
          <a href="/">{text.ask}</a>
        </p>
      </main>
    </>
  )
}

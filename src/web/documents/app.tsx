import { useEffect, useState } from 'preact/hooks'
import { isDocumentList, isDocumentWithPassages, titleIn } from '../shared/documents.ts'
import type { Language } from '../shared/language.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import { PageHeader } from '../shared/page-header.tsx'
import { usePreferences } from '../shared/preferences.ts'
import { StatusTag } from '../shared/status-tag.tsx'
import { useRemote } from '../shared/use-remote.ts'
import { documentsText } from './documents-text.ts'
import { Reader } from './reader.tsx'

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `/documents/measures-draft` names one document, `/documents/` all of them. */
function documentInAddress(): string {
  const [, , id = ''] = location.pathname.split('/')
  return decode(id)
}

function useLocator(): string {
  const read = () => decode(location.hash.slice(1))
  const [locator, setLocator] = useState(read)
  useEffect(() => {
    const follow = () => setLocator(read())
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return locator
}

function DocumentList(props: { language: Language }) {
  const { language } = props
  const text = documentsText[language]
  const [remote, retry] = useRemote('/api/documents', isDocumentList, language)
  useEffect(() => {
    document.title = text.title
  }, [text])
  return (
    <>
      <div class="page-head">
        <h1>{text.title}</h1>
        <p>{text.intro}</p>
      </div>
      {remote.state === 'failed' ? (
        <Failure problem={remote.problem} language={language} onRetry={retry} />
      ) : null}
      {remote.state === 'loading' && remote.value === undefined ? (
        <Loading language={language} />
      ) : null}
      <ul class="document-list">
        {(remote.value?.documents ?? []).map((policy) => (
          <li key={policy.id} class="card">
            <h2>
              <a href={`/documents/${encodeURIComponent(policy.id)}`}>
                {titleIn(policy, language)}
              </a>
            </h2>
            <p>
              <StatusTag status={policy.status} language={language} />
              <span>{policy.statusText}</span>
            </p>
            {policy.documentNumber === null ? null : <p>{policy.documentNumber}</p>}
          </li>
        ))}
      </ul>
    </>
  )
}

function OneDocument(props: { id: string; language: Language }) {
  const { id, language } = props
  const locator = useLocator()
  const path = `/api/documents/${encodeURIComponent(id)}`
  const [remote, retry] = useRemote(path, isDocumentWithPassages, language)
  const title = remote.value && titleIn(remote.value, language)
  useEffect(() => {
    if (title !== undefined) document.title = title
  }, [title])
  if (remote.value !== undefined) {
    return <Reader document={remote.value} locator={locator} language={language} />
  }
  if (remote.state === 'failed') {
    return <Failure problem={remote.problem} language={language} onRetry={retry} />
  }
  return <Loading language={language} />
}

export function App() {
  const preferences = usePreferences()
  const { language } = preferences
  const id = documentInAddress()
  return (
    <>
      <PageHeader section="documents" preferences={preferences} />
      <main class="page">
        {id === '' ? (
          <DocumentList language={language} />
        ) : (
          <OneDocument id={id} language={language} />
        )}
      </main>
    </>
  )
}

import { hrefOf } from '../address.ts'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useWords } from '../use-words.ts'
import { useDrafts } from './use-knowledge.ts'

/** Drafts of all kinds that wait for an administrator. */
export function DraftList() {
  const words = useWords(knowledgeText)
  const { data = [] } = useDrafts()
  if (data.length === 0) return null
  return (
    <details className="card">
      <summary>{words.drafts(data.length)}</summary>
      <ul className="list">
        {data.map(({ id, kind, recordId, author }) => (
          <li key={id}>
            <a href={hrefOf(addressOfRecord(kind, recordId))}>
              {words.kinds[kind]} · {recordId}
            </a>{' '}
            <span className="muted">{author}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

export const addressOfRecord = (kind: string, id: string): string =>
  `/knowledge?${new URLSearchParams({ kind, id }).toString()}`

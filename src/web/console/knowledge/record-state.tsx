import { knowledgeText } from '../administration/knowledge-text.ts'
import { useWords } from '../use-words.ts'
import type { EditRecord } from './use-knowledge.ts'

/** Whose content is in use, and what is about to change. */
export function RecordState({ record }: { record: EditRecord }) {
  const { states: words } = useWords(knowledgeText)
  const { published, draft, packaged, content, packagedChanged } = record
  return (
    <>
      {published ? (
        <span className="chip primary">{content === null ? words.removed : words.published}</span>
      ) : (
        packaged !== null && <span className="muted">{words.packaged}</span>
      )}
      {packaged === null && <span className="chip">{words.added}</span>}{' '}
      {draft && <span className="chip warning">{words.draft}</span>}{' '}
      {packagedChanged && <span className="chip danger">{words.changed}</span>}
    </>
  )
}

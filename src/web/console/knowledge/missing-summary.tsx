import type { ServiceField } from '../../../shared/service-fields.ts'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useWords } from '../use-words.ts'
import { missingIn } from './content.ts'
import type { EditRecord } from './use-knowledge.ts'

/** Which of the seven fields the service list still lacks. */
export function MissingSummary({ records }: { records: EditRecord[] }) {
  const words = useWords(knowledgeText)
  const counts = new Map<ServiceField, number>()
  for (const field of records.flatMap(({ content }) => missingIn(content))) {
    counts.set(field, (counts.get(field) ?? 0) + 1)
  }
  return (
    <section className="card stack">
      <p>{words.missingIntro}</p>
      <ul className="list">
        {[...counts].map(([field, count]) => (
          <li key={field}>{words.missingCount(words.fields[field], count, records.length)}</li>
        ))}
      </ul>
      <p className="row">
        {(['csv', 'xlsx'] as const).map((format) => (
          <a key={format} href={`/api/staff/knowledge/services/export?format=${format}`} download>
            {words.download(format.toUpperCase())}
          </a>
        ))}
      </p>
    </section>
  )
}

import { Alert } from 'antd'
import { useWords } from '../use-words.ts'
import { documentsText } from './documents-text.ts'
import type { Preview } from './use-documents.ts'

/** What the file had in it that a reader does not see, or that was left out. */
export function VersionFindings({ version: { upload }, doubled }: Preview) {
  const words = useWords(documentsText)
  if (!upload) return null
  const { fileName, findings } = upload
  return (
    <section className="card stack">
      <h2>{words.found}</h2>
      <p className="muted">
        {fileName} · {upload.format} · {Math.ceil(upload.bytes / 1024)} KB
      </p>
      {doubled.length > 0 && (
        <Alert type="warning" showIcon title={words.doubled(doubled.join(' '))} />
      )}
      {findings.length === 0 && <p>{words.nothingFound}</p>}
      <ul>
        {findings.map(({ kind, where, excerpt }, at) => (
          <li key={at} className="words">
            <strong>{words.findings[kind]}</strong>{' '}
            {words.places[where.place].replace('{n}', String(where.number ?? ''))}
            {excerpt !== '' && <q>{excerpt}</q>}
          </li>
        ))}
      </ul>
    </section>
  )
}

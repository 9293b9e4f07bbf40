import { Difference } from '../case/difference.tsx'
import { useWords } from '../use-words.ts'
import { documentsText } from './documents-text.ts'
import type { Preview } from './use-documents.ts'

type Change = Preview['changes'][number]

/** What is other than in the version before, article by article. */
export function VersionChanges({ against, changes }: Preview) {
  const words = useWords(documentsText)
  const kinds = ['changed', 'removed', 'added', 'renumbered', 'same'] as const
  const counted = kinds
    .map(
      (kind) => [words.kinds[kind], changes.filter((each) => each.kind === kind).length] as const,
    )
    .filter(([, count]) => count > 0)
  return (
    <section className="card stack">
      <h2>{words.difference}</h2>
      {against === null ? (
        <p>{words.noFormer}</p>
      ) : (
        <p className="muted">
          {words.against(against)}: {counted.map(([kind, count]) => `${kind} ${count}`).join(' · ')}
        </p>
      )}
      {changes
        .filter(({ kind }) => kind !== 'same')
        .map((change) => (
          <UnitChange
            key={`${change.kind} ${change.before?.locator} ${change.after?.locator}`}
            change={change}
          />
        ))}
    </section>
  )
}

function UnitChange({ change: { kind, before, after } }: { change: Change }) {
  const words = useWords(documentsText)
  const places = [before?.locator, after?.locator].filter((each) => each !== undefined)
  const heading = `${words.kinds[kind]} · ${[...new Set(places)].join(' → ')}`
  return (
    <details open={kind !== 'renumbered'}>
      <summary>{heading}</summary>
      <Difference from={before?.text ?? ''} to={after?.text ?? ''} />
    </details>
  )
}

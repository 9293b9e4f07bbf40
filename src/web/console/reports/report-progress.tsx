import { useWords } from '../use-words.ts'
import { reportsText } from './reports-text.ts'
import type { ListedReport } from './use-reports.ts'

const tones = { computing: 'warning', draft: 'primary', approved: 'success' } as const

type Props = { report: Pick<ListedReport, 'state' | 'progress' | 'failed'> }

/** Where a report stands, and how far it is computed. */
export function ReportProgress({ report: { state, progress, failed } }: Props) {
  const words = useWords(reportsText)
  return (
    <span className="stack">
      <span>
        <span className={`chip ${tones[state]}`}>{words.states[state]}</span>
      </span>
      {state === 'computing' && (
        <span>
          <progress max={100} value={progress} aria-label={words.states.computing} />{' '}
          {words.computed(progress)}
        </span>
      )}
      {state === 'computing' && failed && <span role="alert">{words.failed}</span>}
    </span>
  )
}

import { Button, Popconfirm } from 'antd'
import type { ReportStep } from '../../../shared/report-states.ts'
import { go } from '../address.ts'
import { api, done } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { reportsText } from './reports-text.ts'
import type { Report } from './use-reports.ts'

/** What can be done with a draft; whoever has written of it does not approve it. */
export function ReportSteps({ report: { id, version, state, isAuthor } }: { report: Report }) {
  const words = useWords(reportsText)
  const { shell } = useText()
  const act = useAct()
  const take = async (step: ReportStep) => {
    const json = { version, step }
    const sending = () => done(api.reports[':id'].step.$post({ param: { id }, json }))
    const isDone = await act.run(sending, { told: words.stepDone, stale: ['reports'] })
    if (isDone && step === 'discard') go('/reports')
  }
  if (state === 'approved') return null
  return (
    <div className="stack">
      <div className="row">
        {state === 'draft' && !isAuthor && (
          <Popconfirm
            title={words.approveNote}
            okText={words.approve}
            cancelText={shell.cancel}
            onConfirm={() => void take('approve')}
          >
            <Button type="primary" loading={act.busy}>
              {words.approve}
            </Button>
          </Popconfirm>
        )}
        {state === 'draft' && (
          <Button loading={act.busy} onClick={() => void take('recompute')}>
            {words.recompute}
          </Button>
        )}
        <Popconfirm
          title={words.discardNote}
          okText={words.discard}
          cancelText={shell.cancel}
          onConfirm={() => void take('discard')}
        >
          <Button danger loading={act.busy}>
            {words.discard}
          </Button>
        </Popconfirm>
      </div>
      {state === 'draft' && isAuthor && <p className="muted">{words.ownNote}</p>}
      <ProblemAlert error={act.error} />
    </div>
  )
}

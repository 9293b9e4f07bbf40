import { Button } from 'antd'
import { useState } from 'react'
import type { CaseResult } from '../../../cases/case-result.ts'
import { useMayWork } from '../account.ts'
import { useWords } from '../use-words.ts'
import { Moment } from '../moment.tsx'
import { canNote, readResult } from './result.ts'
import { requestText } from './request-text.ts'
import { ResultForm } from './result-form.tsx'
import type { CaseDetail } from './use-case.ts'
import type { Steps } from './use-steps.ts'

/** 办理结果 of a service request or a referral: what the asker is shown, and the form that notes it. */
export function ResultCard({ detail, steps }: { detail: CaseDetail; steps: Steps }) {
  const words = useWords(requestText)
  const mayWork = useMayWork()
  const [correcting, setCorrecting] = useState(false)
  const noted = readResult(detail.result)
  const writes = mayWork && canNote(detail)
  if (!noted && !writes) return null
  return (
    <section className="card stack" aria-labelledby="result">
      <h2 id="result">{words.result}</h2>
      {noted && <Noted result={noted} />}
      {writes && noted && !correcting && (
        <div>
          <Button onClick={() => setCorrecting(true)}>{words.correct}</Button>
        </div>
      )}
      {writes && (!noted || correcting) && (
        <ResultForm
          detail={detail}
          noted={noted}
          steps={steps}
          onSaved={() => setCorrecting(false)}
        />
      )}
    </section>
  )
}

function Noted({ result }: { result: CaseResult }) {
  const words = useWords(requestText)
  const lines = [
    [words.outcome, words.outcomes[result.outcome]],
    [words.doer, words.doers[result.doer]],
    [words.by, result.by],
    [words.on, result.on],
    [words.followUpOn, result.followUpOn ?? words.noFollowUp],
    [words.recordedAt, <Moment key="at" at={result.recordedAt} />],
  ] as const
  return (
    <>
      <p className="words">{result.done}</p>
      <dl className="about">
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="words">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'
import { EntryDetails } from '../entry/entry-details.tsx'
import { ConsultationHolds } from '../holds/consultation-holds.tsx'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'

type Consultation = InferResponseType<(typeof api.consultations)[':number']['$get'], 200>

/** One question with its answer and everything that led to it. */
export function ConsultationDetails({ number }: { number: number }) {
  const { records, shell, words } = useText()
  const param = { number: String(number) }
  const { data, error, refetch } = useQuery({
    queryKey: ['consultation', number],
    queryFn: () => read(api.consultations[':number'].$get({ param })),
  })
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  if (!data) return <Spin aria-label={shell.loading} />
  const { answer, rating, caseCodes, routing } = data
  return (
    <div className="stack">
      <p className="muted">
        <Moment at={data.askedAt} /> · {records.outcomes[data.outcome]} ·{' '}
        {records.coverages[data.coverage]} · {words.fields[routing.field]}
        {routing.district !== null && ` · ${routing.district}`}
      </p>
      <h2>{records.question}</h2>
      <p className="words">{data.question ?? records.withheld}</p>
      <Reply answer={answer} />
      {rating && (
        <p>
          {records.rating} {records.score(rating.score)}
          {rating.solved !== null && ` · ${rating.solved ? records.solved : records.unsolved}`}
        </p>
      )}
      {caseCodes.length > 0 && (
        <p>
          {records.cases} {caseCodes.join('、')}
        </p>
      )}
      {data.entry && <EntryDetails number={number} entry={data.entry} />}
      <ConsultationHolds number={number} holds={data.holds} />
      <details>
        <summary>{records.trace}</summary>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines scroll by keyboard too */}
        <pre className="trace" tabIndex={0}>
          {JSON.stringify(data.trace, null, 2)}
        </pre>
      </details>
      <p>
        <a href={`/api/staff/consultations/${number}/pack`} download>
          {records.pack}
        </a>
      </p>
      <p className="muted">{records.packNote}</p>
    </div>
  )
}

function Reply({ answer }: { answer: Consultation['answer'] }) {
  const { records, words } = useText()
  return (
    <>
      <h2>{records.reply}</h2>
      <p className="words">{answer?.text ?? records.withheld}</p>
      {answer && <p className="muted">{answer.label}</p>}
      <ol>
        {answer?.citations.map(({ n, title, heading, quote, status, url }) => (
          <li key={n}>
            <a href={url} target="_blank" rel="noreferrer">
              {title} {heading}
            </a>{' '}
            <span className="chip">{words.status[status]}</span>
            <p className="words">{quote}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

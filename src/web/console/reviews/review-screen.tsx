import { hrefOf } from '../address.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { useText } from '../use-text.ts'
import { usePreferences } from '../preferences.ts'
import { readParameter } from '../read-parameter.ts'
import { tellMoment } from '../tell-moment.ts'
import { useWords } from '../use-words.ts'
import { ReviewForm } from './review-form.tsx'
import { reviewsText } from './reviews-text.ts'
import { type Review, useReview } from './use-reviews.ts'

/** One 内部评价: question, answer and evidence as shown then; the form of a second person, or what they found. */
export function ReviewScreen(parameters: Record<string, string>) {
  const words = useWords(reviewsText)
  const found = useReview(readParameter(parameters, 'id'))
  return (
    <div className="stack">
      <p>
        <a href={hrefOf('/reviews')}>{words.back}</a>
      </p>
      <Loaded of={found}>{(review) => <Page review={review} />}</Loaded>
    </div>
  )
}

function Page({ review }: { review: Review }) {
  const words = useWords(reviewsText)
  const { kind, month, organisation, own, judged, answer } = review
  return (
    <>
      <h1>
        {words.kinds[kind]} · {organisation} · {month}
      </h1>
      <section className="card stack">
        <Words review={review} />
      </section>
      {judged && <Judged review={review} judged={judged} />}
      {!judged && own && <p className="chip">{words.own}</p>}
      {!judged && !own && answer && <ReviewForm review={review} />}
      <Draw review={review} />
    </>
  )
}

function Words({
  review: { question, answer, consultation, caseId, caseCode },
}: {
  review: Review
}) {
  const words = useWords(reviewsText)
  return (
    <>
      <h2>{words.question}</h2>
      <p className="words">{question ?? words.gone}</p>
      <h2>{words.answer}</h2>
      <p className="words">{answer?.text ?? words.gone}</p>
      <FactList
        facts={[
          ...(answer ? [[words.author, answer.author ?? words.machine] as const] : []),
          ...(consultation === null ? [] : [[words.consultation, consultation] as const]),
          ...(caseId === null
            ? []
            : [
                [
                  words.case,
                  <a key="case" href={hrefOf(`/cases/${caseId}`)}>
                    {caseCode}
                  </a>,
                ] as const,
              ]),
        ]}
      />
      {answer && <Evidence citations={answer.citations} />}
    </>
  )
}

function Evidence({ citations }: { citations: NonNullable<Review['answer']>['citations'] }) {
  const words = useWords(reviewsText)
  const { words: common } = useText()
  return (
    <>
      <h2>{words.evidence}</h2>
      {citations.length === 0 && <p className="muted">{words.noEvidence}</p>}
      <ol>
        {citations.map(({ n, title, heading, quote, status, url }) => (
          <li key={n}>
            <a href={url} target="_blank" rel="noreferrer">
              {title} {heading}
            </a>{' '}
            <span className="chip">{common.status[status]}</span>
            <p className="words">{quote}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

type JudgedProps = { review: Review; judged: NonNullable<Review['judged']> }

function Judged({ review: { rubric }, judged }: JudgedProps) {
  const words = useWords(reviewsText)
  const { language } = usePreferences()
  const { result, score, points, faults, comment, reviewer, reviewedAt, rubricVersion } = judged
  const titleOf = (id: string) =>
    [...rubric.criteria, ...rubric.faults].find((each) => each.id === id)?.title[language] ?? id
  return (
    <section className="card stack">
      <h2>{words.judged}</h2>
      <FactList
        facts={[
          [words.result, `${words.results[result]} · ${score ?? words.none}`],
          ...Object.entries(points).map(([id, value]) => [titleOf(id), value] as const),
          [words.faults, faults.length === 0 ? words.noFaults : faults.map(titleOf).join('；')],
          [words.comment, comment ?? words.none],
          [words.reviewer, reviewer ?? words.none],
          [
            words.rubric(rubricVersion ?? rubric.version),
            reviewedAt === null ? words.none : tellMoment(reviewedAt),
          ],
        ]}
      />
    </section>
  )
}

function Draw({ review: { draw } }: { review: Review }) {
  const words = useWords(reviewsText)
  return (
    <details>
      <summary>{words.draw}</summary>
      <p>{words.drawn(draw.size, draw.answers, draw.people)}</p>
      <p className="muted">
        {words.seed} {draw.seed}
      </p>
    </details>
  )
}

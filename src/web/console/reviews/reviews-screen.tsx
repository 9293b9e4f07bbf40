import { useState } from 'react'
import { reviewStates } from '../../../shared/review-states.ts'
import type { ReviewState } from '../../../shared/review-states.ts'
import { useMayWork } from '../account.ts'
import { hrefOf } from '../address.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { ChoiceTabs } from '../choice-tabs.tsx'
import { FurtherPage } from '../further-page.tsx'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { ReviewResults } from './review-results.tsx'
import { reviewsText } from './reviews-text.ts'
import { type ListedReview, useReviewList } from './use-reviews.ts'

const views = [...reviewStates, 'results'] as const

/** 内部评价: what waits for a second person, what was found, and what it came to. Auditors see the results. */
export function ReviewsScreen() {
  const words = useWords(reviewsText)
  const text = useText()
  const mayWork = useMayWork()
  const [view, setView] = useState<(typeof views)[number]>(mayWork ? 'open' : 'results')
  return (
    <div className="stack">
      <h1>{text.screens.reviews}</h1>
      <p className="muted">{words.intro}</p>
      {mayWork && (
        <ChoiceTabs
          label={words.view}
          value={view}
          choices={views.map((each) => [each, words.views[each]] as const)}
          onChange={setView}
        />
      )}
      {view === 'results' ? <ReviewResults /> : <Reviews state={view} />}
    </div>
  )
}

function Reviews({ state }: { state: ReviewState }) {
  const words = useWords(reviewsText)
  const found = useReviewList(state)
  return (
    <Loaded of={found}>
      {({ pages }) => (
        <>
          <ReviewTable state={state} reviews={pages.flatMap(({ reviews }) => reviews)} />
          <FurtherPage of={found} words={words.further} />
        </>
      )}
    </Loaded>
  )
}

function ReviewTable({ state, reviews }: { state: ReviewState; reviews: ListedReview[] }) {
  const words = useWords(reviewsText)
  const open = [
    { head: words.result, cell: ({ own }: ListedReview) => (own ? words.own : words.none) },
  ]
  const done = [
    {
      head: words.result,
      cell: ({ result }: ListedReview) => (result === null ? words.none : words.results[result]),
    },
    { head: words.score, isNumber: true, cell: ({ score }: ListedReview) => score ?? words.none },
    { head: words.reviewer, cell: ({ reviewer }: ListedReview) => reviewer ?? words.none },
  ]
  return (
    <PlainTable
      caption={words.table}
      empty={words.empty}
      rows={reviews}
      keyOf={({ id }) => id}
      columns={[
        {
          head: words.kind,
          cell: ({ id, kind }) => <a href={hrefOf(`/reviews/${id}`)}>{words.kinds[kind]}</a>,
        },
        { head: words.month, cell: ({ month }) => month },
        { head: words.organisation, cell: ({ organisation }) => organisation },
        ...(state === 'open' ? open : done),
      ]}
    />
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import type { Column } from '../administration/plain-table.tsx'
import { useWords } from '../use-words.ts'
import { api, done, read } from '../api.ts'
import { Moment } from '../moment.tsx'
import { inWords } from '../text/words-text.ts'
import { PagedTable } from './paged-table.tsx'
import type { State } from './paged-table.tsx'
import { RetryButton } from './retry-button.tsx'
import { undeliveredText } from './undelivered-text.ts'

const KEY = 'jobs'
type Job = InferResponseType<(typeof api)['jobs']['$get'], 200>['jobs'][number]

export function JobsPart({ state }: { state: State }) {
  const words = useWords(undeliveredText)
  const pages = useInfiniteQuery({
    queryKey: [KEY, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before }) =>
      read(api.jobs.$get({ query: { state, ...(before !== undefined && { before }) } })),
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const { columns } = words
  const shown: Column<Job>[] = [
    { head: columns.what, cell: ({ kind }) => inWords(words.jobKinds, kind) },
    { head: columns.attempts, cell: ({ attempts }) => words.times(attempts), isNumber: true },
    { head: columns.error, cell: ({ lastError }) => lastError ?? words.noError },
    { head: columns.dueAt, cell: ({ dueAt }) => <Moment at={dueAt} /> },
    ...(state === 'dead' ? [{ head: columns.step, cell: (job: Job) => <Retry job={job} /> }] : []),
  ]
  return (
    <PagedTable
      pages={pages}
      caption={words.jobs}
      empty={words.noJobs}
      rows={pages.data?.pages.flatMap(({ jobs }) => jobs) ?? []}
      columns={shown}
    />
  )
}

function Retry({ job: { id, kind } }: { job: Job }) {
  const words = useWords(undeliveredText)
  return (
    <RetryButton
      what={inWords(words.jobKinds, kind)}
      queryKey={[KEY]}
      retry={() => done(api.jobs[':id'].retry.$post({ param: { id } }))}
    />
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { hrefOf } from '../address.ts'
import type { Column } from '../administration/plain-table.tsx'
import { useWords } from '../use-words.ts'
import { api, done, read } from '../api.ts'
import { Moment } from '../moment.tsx'
import { inWords } from '../text/words-text.ts'
import { useAccountList } from '../use-account-list.ts'
import { PagedTable } from './paged-table.tsx'
import type { State } from './paged-table.tsx'
import { RetryButton } from './retry-button.tsx'
import { undeliveredText } from './undelivered-text.ts'

const KEY = 'notices'
type Notice = InferResponseType<(typeof api)['notices']['$get'], 200>['notices'][number]

export function NoticesPart({ state }: { state: State }) {
  const words = useWords(undeliveredText)
  const pages = useInfiniteQuery({
    queryKey: [KEY, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before }) =>
      read(api.notices.$get({ query: { state, ...(before !== undefined && { before }) } })),
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const { columns } = words
  const shown: Column<Notice>[] = [
    { head: columns.what, cell: ({ kind }) => inWords(words.noticeKinds, kind) },
    { head: columns.channel, cell: ({ channel }) => inWords(words.channels, channel) },
    { head: columns.recipient, cell: (notice) => <Recipient notice={notice} /> },
    { head: columns.attempts, cell: ({ attempts }) => words.times(attempts), isNumber: true },
    { head: columns.error, cell: ({ lastError }) => lastError ?? words.noError },
    { head: columns.createdAt, cell: ({ createdAt }) => <Moment at={createdAt} /> },
    ...(state === 'dead'
      ? [{ head: columns.step, cell: (notice: Notice) => <Retry notice={notice} /> }]
      : []),
  ]
  return (
    <PagedTable
      pages={pages}
      caption={words.notices}
      empty={words.noNotices}
      rows={pages.data?.pages.flatMap(({ notices }) => notices) ?? []}
      columns={shown}
    />
  )
}

/** By name where the list of accounts tells it; an expert by their page. */
function Recipient({ notice: { recipientKind, recipientId } }: { notice: Notice }) {
  const words = useWords(undeliveredText)
  const accounts = useAccountList()
  const kind = inWords(words.recipients, recipientKind)
  if (recipientKind === 'expert') return <a href={hrefOf(`/experts/${recipientId}`)}>{kind}</a>
  const name = accounts.find(({ id }) => id === recipientId)?.name
  return <>{name ?? kind}</>
}

function Retry({ notice: { id, kind } }: { notice: Notice }) {
  const words = useWords(undeliveredText)
  return (
    <RetryButton
      what={inWords(words.noticeKinds, kind)}
      queryKey={[KEY]}
      retry={() => done(api.notices[':id'].retry.$post({ param: { id } }))}
    />
  )
}

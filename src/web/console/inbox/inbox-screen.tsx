import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import type { InferResponseType } from 'hono/client'
import { hrefOf } from '../address.ts'
import { api, done, read } from '../api.ts'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useStep } from '../use-step.ts'
import { useText } from '../use-text.ts'
import { FurtherPage } from '../further-page.tsx'

const PAGE = '30'

/** One's own notices, the newest first. */
export function InboxScreen() {
  const text = useText()
  const { data, error, isPending, refetch, ...further } = useInfiniteQuery({
    queryKey: ['inbox', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before }) =>
      read(api.inbox.$get({ query: { limit: PAGE, ...(before !== undefined && { before }) } })),
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const { run, busy } = useStep(['inbox'])
  const notices = data?.pages.flatMap((page) => page.notices) ?? []
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{text.screens.inbox}</h1>
        <span className="grow" />
        <Button loading={busy} onClick={() => void run(() => done(api.inbox['read-all'].$post()))}>
          {text.records.readAll}
        </Button>
      </div>
      {isPending && <Spin aria-label={text.shell.loading} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!isPending && notices.length === 0 && <p className="card">{text.records.noNotices}</p>}
      <ul className="records">
        {notices.map((notice) => (
          <NoticeCard
            key={notice.id}
            notice={notice}
            onRead={(id) => void run(() => done(api.inbox[':id'].read.$post({ param: { id } })))}
          />
        ))}
      </ul>
      <FurtherPage of={further} words={text.records.older} />
    </div>
  )
}

type Notice = InferResponseType<(typeof api)['inbox']['$get'], 200>['notices'][number]

function NoticeCard({ notice, onRead }: { notice: Notice; onRead: (id: string) => void }) {
  const { records } = useText()
  const { id, title, text: words, caseId, createdAt, readAt } = notice
  return (
    <li className="card stack">
      <div className="row">
        <h2>{title}</h2>
        {readAt === null && <span className="chip primary">{records.unreadOnly}</span>}
        <span className="grow" />
        <span className="muted">
          <Moment at={createdAt} />
        </span>
      </div>
      <p className="words">{words}</p>
      <div className="row">
        {caseId !== null && <a href={hrefOf(`/cases/${caseId}`)}>{records.openCase}</a>}
        {readAt === null && (
          <Button
            size="small"
            aria-label={`${records.markRead}：${title}`}
            onClick={() => onRead(id)}
          >
            {records.markRead}
          </Button>
        )}
      </div>
    </li>
  )
}

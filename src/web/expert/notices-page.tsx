import { useCallback, useState } from 'preact/hooks'
import { beijingTime } from '../shared/beijing-time.ts'
import type { Language } from '../shared/language.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import { useResult } from '../shared/use-remote.ts'
import { markAllRead, markRead, readInbox } from './calls.ts'
import { expertText } from './expert-text.ts'
import { Trouble } from './form.tsx'
import type { Inbox, Notice } from './inbox-guards.ts'
import { PageTitle } from './page-title.tsx'
import { addressOf } from './routes.ts'
import { useSending } from './use-sending.ts'

const step = 20

function NoticeRow(props: { notice: Notice; language: Language; onRead: () => void }) {
  const { notice, language, onRead } = props
  const text = expertText[language]
  const { id, title, ticketId, readAt, createdAt } = notice
  return (
    <li class={readAt === null ? 'notice-row notice-unread' : 'notice-row'}>
      <h2>
        {title}
        {readAt === null ? <span class="tag due-soon">{text.isUnread}</span> : null}
      </h2>
      <p>{notice.text}</p>
      <p class="field-hint">
        <time dateTime={createdAt}>{beijingTime(createdAt, language)}</time>
      </p>
      <div class="actions">
        {ticketId === null ? null : (
          <a class="button" href={addressOf({ name: 'ticket', id: ticketId })} onClick={onRead}>
            {text.openTicket}
          </a>
        )}
        {readAt === null ? (
          <button type="button" aria-describedby={`notice-${id}`} onClick={onRead}>
            {text.read}
          </button>
        ) : null}
        <span id={`notice-${id}`} hidden>
          {title}
        </span>
      </div>
    </li>
  )
}

type ListProps = {
  inbox: Inbox
  language: Language
  onRead: (notice: Notice) => void
  onReadAll: () => void
  /** Undefined: there are no older ones. */
  onMore: (() => void) | undefined
}

function NoticeList({ inbox, language, onRead, onReadAll, onMore }: ListProps) {
  const text = expertText[language]
  if (inbox.notices.length === 0) return <p class="empty">{text.noNotices}</p>
  return (
    <>
      {inbox.unread > 0 ? (
        <div class="actions">
          <button type="button" onClick={onReadAll}>
            {text.readAll}
          </button>
        </div>
      ) : null}
      <ul class="notice-rows">
        {inbox.notices.map((notice) => (
          <NoticeRow key={notice.id} {...{ notice, language }} onRead={() => onRead(notice)} />
        ))}
      </ul>
      {onMore === undefined ? null : (
        <div class="actions">
          <button type="button" onClick={onMore}>
            {text.more}
          </button>
        </div>
      )}
    </>
  )
}

/** One's own notices, the newest first. */
export function NoticesPage(props: { language: Language; onRead: () => void }) {
  const { language } = props
  const [shown, setShown] = useState(step)
  const read = useCallback(() => readInbox(shown, language), [shown, language])
  const [inbox, look] = useResult(read)
  const { problem, send } = useSending()
  const { value } = inbox

  const done = () => {
    look()
    props.onRead()
  }
  const onRead = ({ id, readAt }: Notice) => {
    if (readAt === null) send(() => markRead(id, language), done)
  }
  return (
    <main class="work">
      <PageTitle>{expertText[language].noticesTitle}</PageTitle>
      {inbox.state === 'failed' ? (
        <Failure problem={inbox.problem} language={language} onRetry={look} />
      ) : null}
      <Trouble {...{ problem, language }} />
      {value === undefined && inbox.state === 'loading' ? <Loading language={language} /> : null}
      {value === undefined ? null : (
        <NoticeList
          {...{ inbox: value, language, onRead }}
          onReadAll={() => send(() => markAllRead(language), done)}
          onMore={value.next === null ? undefined : () => setShown(value.notices.length + step)}
        />
      )}
    </main>
  )
}

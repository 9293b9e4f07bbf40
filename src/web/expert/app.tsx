import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Language } from '../shared/language.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import { usePreferences } from '../shared/preferences.ts'
import { useOnline } from '../shared/use-online.ts'
import { usePoll } from '../shared/use-poll.ts'
import { WithPart } from '../shared/with-part.tsx'
import { expertText } from './expert-text.ts'
import { isInbox } from './inbox-guards.ts'
import { NoticesPage } from './notices-page.tsx'
import type { Route } from './routes.ts'
import type { Account } from './session-guards.ts'
import { notExpertText } from './not-expert-text.ts'
import { TicketPage } from './ticket-page.tsx'
import { TicketsPage } from './tickets-page.tsx'
import { useOwn } from './use-own.ts'
import { useRoute } from './use-route.ts'
import { useSession } from './use-session.ts'
import { WorkHeader } from './work-header.tsx'

/** Seldom needed: whoever opens a ticket from a message waits for neither. */
const loadSignIn = () => import('./sign-in.tsx')
const loadMePage = () => import('./me-page.tsx')

const inMain = (waiting: ComponentChildren) => <main class="work">{waiting}</main>

type PageProps = { language: Language; announce: (text: string) => void }

function Page(
  props: PageProps & { route: Route; account: Account; onLeft: () => void; onRead: () => void },
) {
  const { route, ...page } = props
  switch (route.name) {
    case 'ticket':
      return <TicketPage key={route.id} id={route.id} {...page} />
    case 'notices':
      return <NoticesPage {...page} />
    case 'me':
      return (
        <WithPart load={loadMePage} language={page.language} frame={inMain}>
          {({ MePage }) => <MePage {...page} />}
        </WithPart>
      )
    case 'list':
      return <TicketsPage list={route.list} {...page} />
    case 'invitation':
      return <TicketsPage list="offered" {...page} />
  }
}

function NotExpert(props: { language: Language; onOther: () => void }) {
  const text = notExpertText[props.language]
  return (
    <main class="work sign-in">
      <h1>{expertText[props.language].title}</h1>
      <p>{text.notExpert}</p>
      <div class="actions">
        <a class="button button-primary" href="/console/">
          {text.toConsole}
        </a>
        <button type="button" onClick={props.onOther}>
          {text.other}
        </button>
      </div>
    </main>
  )
}

/** The same words twice in a row must still be heard twice. */
function useAnnouncement(): [string, (text: string) => void] {
  const [announcement, setAnnouncement] = useState('')
  const announce = useCallback((text: string) => {
    setAnnouncement((before) => (before === text ? `${text}\u00a0` : text))
  }, [])
  return [announcement, announce]
}

const newestPath = '/api/staff/inbox?limit=1'

/** How many notices wait; looked at while one is at work. */
function useUnread(active: boolean, language: Language): [number, () => void] {
  const [newest, look] = useOwn(active ? newestPath : null, isInbox, language)
  usePoll(active, () => Promise.resolve(look()))
  return [active ? (newest.value?.unread ?? 0) : 0, look]
}

function Body(props: {
  session: ReturnType<typeof useSession>
  route: Route
  language: Language
  announce: (text: string) => void
  onRead: () => void
}) {
  const { session, route, language } = props
  const { presence } = session
  switch (presence.state) {
    case 'checking':
      return (
        <main class="work">
          <Loading language={language} />
        </main>
      )
    case 'failed':
      return (
        <main class="work">
          <Failure problem={presence.problem} language={language} onRetry={session.look} />
        </main>
      )
    case 'out':
      return (
        <WithPart load={loadSignIn} language={language} frame={inMain}>
          {({ SignIn }) => (
            <SignIn
              key={presence.step}
              language={language}
              first={route.name === 'invitation' ? 'invitation' : presence.step}
              invitation={route.name === 'invitation' ? route.code : ''}
              ended={presence.ended}
              onIn={session.enter}
            />
          )}
        </WithPart>
      )
    case 'in':
      if (presence.account.role !== 'expert')
        return <NotExpert language={language} onOther={session.leave} />
      return <Page {...props} account={presence.account} onLeft={session.leave} />
  }
}

export function App() {
  const preferences = usePreferences()
  const { language } = preferences
  const text = expertText[language]
  const route = useRoute()
  const session = useSession(language)
  const { presence } = session
  const atWork = presence.state === 'in' && presence.account.role === 'expert'
  const [unread, onRead] = useUnread(atWork, language)
  const [announcement, announce] = useAnnouncement()
  const online = useOnline()

  useEffect(() => {
    document.title = text.title
  }, [text])

  return (
    <div class="workbench">
      <WorkHeader preferences={preferences} route={atWork ? route : null} unread={unread} />
      {online ? null : <output class="offline">{text.offline}</output>}
      <Body {...{ session, route, language, announce, onRead }} />
      <output class="hidden-text">{announcement}</output>
    </div>
  )
}

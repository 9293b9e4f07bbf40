import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import type { Language } from '../shared/language.ts'
import { usePreferences } from '../shared/preferences.ts'
import { ChatHeader } from './chat-header.tsx'
import { chatText } from './chat-text.ts'
import { Composer, focusComposer } from './composer.tsx'
import { ask, refreshHandling, retry, showCase, startNew, stop } from './conversation.ts'
import type { Conversation } from './conversation.ts'
import type { Host } from './embedding.ts'
import type { ExchangeHandlers } from './exchange-view.tsx'
import { livingCase } from './handling.ts'
import type { PeopleHandlers } from './people-item.tsx'
import { guardSecret } from './secret-guard.ts'
import { focusCase, Sheets } from './sheets.tsx'
import type { OpenSheet } from './sheets.tsx'
import { ThreadView } from './thread-view.tsx'
import { recallDraft, rememberDraft } from './unfinished.ts'
import { useConversation } from './use-conversation.ts'
import { useHost } from './use-host.ts'
import { useKeyboardRoom } from './use-keyboard-room.ts'
import { useOnline } from '../shared/use-online.ts'

/** Kept with every key before it is shown: no reload comes in between. */
function useDraft(): [string, (text: string) => void] {
  const [draft, show] = useState(recallDraft)
  const write = useCallback((text: string) => {
    rememberDraft(text)
    show(text)
  }, [])
  return [draft, write]
}

/** The one line that screen readers hear. The same words twice in a row must still count as new. */
function useAnnouncement(language: Language): [string, (text: string) => void] {
  const [announcement, setAnnouncement] = useState('')
  useEffect(() => setAnnouncement(''), [language])
  const announce = useCallback((text: string) => {
    setAnnouncement((before) => (before === text ? `${text}\u00a0` : text))
  }, [])
  return [announcement, announce]
}

function useHandlers(
  conversation: Conversation,
  busy: boolean,
  edit: (question: string) => void,
): Pick<ExchangeHandlers, 'onAsk' | 'onRetry' | 'onEdit'> {
  return useMemo(
    () => ({
      onAsk: (question) => {
        if (!busy) ask(conversation, question)
        focusComposer()
      },
      onRetry: (exchange) => retry(conversation, exchange),
      onEdit: (exchange) => {
        edit(exchange.question ?? '')
        focusComposer()
      },
    }),
    [conversation, busy, edit],
  )
}

/** What the parts of the thread may ask of the page. */
function useThreadHandlers(
  page: Pick<ReturnType<typeof useConversation>, 'conversation' | 'handling'>,
  asking: ReturnType<typeof useHandlers>,
  announce: (text: string) => void,
  open: (sheet: OpenSheet) => void,
): { handlers: ExchangeHandlers; peopleHandlers: PeopleHandlers; onPerson: () => void } {
  const { conversation, handling } = page
  const living = livingCase(handling)?.code
  return useMemo(() => {
    const onOpen: ExchangeHandlers['onOpen'] = (citation) => open({ kind: 'citation', citation })
    const onPerson = () => (living === undefined ? open({ kind: 'person' }) : focusCase(living))
    return {
      handlers: {
        ...asking,
        onOpen,
        announce,
        onTraining: (training) => open({ kind: 'trainings', ...(training && { training }) }),
        person: { inHand: living !== undefined, onOpen: onPerson },
      },
      peopleHandlers: {
        onOpen,
        announce,
        onCase: (changed) => showCase(conversation, changed),
        onNews: () => refreshHandling(conversation),
      },
      onPerson,
    }
  }, [conversation, living, asking, announce, open])
}

/** What looks like a secret is asked about before it goes out, and as soon as it is pasted. */
function useGuarded(
  conversation: Conversation,
  [draft, setDraft]: ReturnType<typeof useDraft>,
  open: (sheet: OpenSheet) => void,
) {
  const warnOf = (text: string, pasted: boolean) => () => open({ kind: 'secret', text, pasted })
  return {
    onSend: () => {
      const question = draft.trim()
      void guardSecret(question, warnOf(question, false), () => {
        ask(conversation, question)
        setDraft('')
      })
    },
    onPaste: (text: string) => void guardSecret(text, warnOf(text, true)),
  }
}

/** `#trainings` leads to what can be registered for: the link of a message elsewhere. */
const sheetOfAddress = (): OpenSheet =>
  location.hash === '#trainings' ? { kind: 'trainings' } : null

export function App(props: { host: Host | undefined }) {
  const preferences = usePreferences()
  const { language } = preferences
  const text = chatText[language]
  const [announcement, announce] = useAnnouncement(language)
  const page = useConversation(language, (notice) => announce(text.notice[notice]))
  const { thread, handling, conversation, problem } = page
  const [draft, setDraft] = useDraft()
  const [sheet, setSheet] = useState<OpenSheet>(sheetOfAddress)
  const online = useOnline()
  const busy = thread[thread.length - 1]?.state === 'running'

  useKeyboardRoom()
  useHost(props.host)
  useEffect(() => {
    document.title = text.title
  }, [text])

  const asking = useHandlers(conversation, busy, setDraft)
  const { onPerson, ...handlers } = useThreadHandlers(page, asking, announce, setSheet)

  const onNew = () => {
    startNew(conversation)
    setSheet(null)
    focusComposer()
  }
  const { onSend, onPaste } = useGuarded(conversation, [draft, setDraft], setSheet)

  return (
    <div class={props.host === undefined ? 'chat' : 'chat embedded'}>
      <ChatHeader
        preferences={preferences}
        started={thread.length > 0}
        onNew={onNew}
        onHistory={() => setSheet({ kind: 'history' })}
        onMore={() => setSheet({ kind: 'menu' })}
        onClose={props.host?.close}
      />
      <main>
        {online ? null : <p class="offline no-print">{text.offline}</p>}
        <ThreadView
          {...{ thread, handling, language, problem, ...handlers }}
          onRestore={page.restore}
        />
        <Composer
          {...{ text, busy, onSend, onPaste }}
          value={draft}
          onInput={setDraft}
          onStop={() => stop(conversation)}
        />
        <output class="hidden-text">{announcement}</output>
      </main>
      <Sheets
        {...{ sheet, language, announce, onNew, onPerson, page }}
        onOpen={setSheet}
        onDraft={setDraft}
        onClose={() => setSheet(null)}
      />
    </div>
  )
}

import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import type { Citation } from '../../shared/message.ts'
import type { Language } from '../shared/language.ts'
import { usePreferences } from '../shared/preferences.ts'
import { ChatHeader } from './chat-header.tsx'
import { chatText } from './chat-text.ts'
import { CitationSheet } from './citation-sheet.tsx'
import { Composer, focusComposer } from './composer.tsx'
import { ask, openConversation, retry, startNew, stop } from './conversation.ts'
import type { Conversation } from './conversation.ts'
import type { Host } from './embedding.ts'
import type { ExchangeHandlers } from './exchange-view.tsx'
import { HistorySheet } from './history-sheet.tsx'
import { ThreadView } from './thread-view.tsx'
import { recallDraft, rememberDraft } from './unfinished.ts'
import { useConversation } from './use-conversation.ts'
import { useHost } from './use-host.ts'
import { useKeyboardRoom } from './use-keyboard-room.ts'
import { useOnline } from './use-online.ts'

type OpenSheet = { kind: 'citation'; citation: Citation } | { kind: 'history' } | null

function useDraft(): [string, (text: string) => void] {
  const [draft, setDraft] = useState(recallDraft)
  useEffect(() => rememberDraft(draft), [draft])
  return [draft, setDraft]
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

function Sheets(props: {
  sheet: OpenSheet
  language: Language
  conversation: Conversation
  announce: (text: string) => void
  onNew: () => void
  onClose: () => void
}) {
  const { sheet, language, onClose } = props
  if (sheet === null) return null
  if (sheet.kind === 'citation') {
    const { citation } = sheet
    return <CitationSheet {...{ citation, language, onClose }} announce={props.announce} />
  }
  const onOpen = (id: string) => openConversation(props.conversation, id)
  return <HistorySheet {...{ language, onOpen, onClose }} onNew={props.onNew} />
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

export function App(props: { host: Host | undefined }) {
  const preferences = usePreferences()
  const { language } = preferences
  const text = chatText[language]
  const [announcement, announce] = useAnnouncement(language)
  const { thread, conversation, problem, restore } = useConversation(language, (notice) =>
    announce(text.notice[notice]),
  )
  const [draft, setDraft] = useDraft()
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const online = useOnline()
  const busy = thread[thread.length - 1]?.state === 'running'

  useKeyboardRoom()
  useHost(props.host)
  useEffect(() => {
    document.title = text.title
  }, [text])

  const asking = useHandlers(conversation, busy, setDraft)
  const handlers = useMemo<ExchangeHandlers>(
    () => ({
      ...asking,
      onOpen: (citation) => setSheet({ kind: 'citation', citation }),
      announce,
    }),
    [asking, announce],
  )

  const onNew = () => {
    startNew(conversation)
    setSheet(null)
    focusComposer()
  }
  const onSend = () => {
    ask(conversation, draft.trim())
    setDraft('')
  }
  const onClose = () => setSheet(null)

  return (
    <div class={props.host === undefined ? 'chat' : 'chat embedded'}>
      <ChatHeader
        preferences={preferences}
        started={thread.length > 0}
        onNew={onNew}
        onHistory={() => setSheet({ kind: 'history' })}
        onClose={props.host?.close}
      />
      <main>
        {online ? null : <p class="offline no-print">{text.offline}</p>}
        <ThreadView {...{ thread, language, handlers, problem }} onRestore={restore} />
        <Composer
          {...{ text, busy, onSend }}
          value={draft}
          onInput={setDraft}
          onStop={() => stop(conversation)}
        />
        <output class="hidden-text">{announcement}</output>
      </main>
      <Sheets {...{ sheet, language, conversation, announce, onNew, onClose }} />
    </div>
  )
}

import { useEffect, useState } from 'preact/hooks'
import type { Problem, Result } from '../shared/call-api.ts'
import { commonText, problemText } from '../shared/common-text.ts'
import { Icon } from '../shared/icon.tsx'
import { languageTag } from '../shared/language.ts'
import type { Language } from '../shared/language.ts'
import { Loading } from '../shared/loading-states.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { chatText } from './chat-text.ts'
import type { ConversationSummary } from './message-guards.ts'
import { isConversationList } from './message-guards.ts'
import { callAsAsker, hasToken } from './session.ts'

/** Without a token nothing was ever asked, so there is nothing to list. */
async function listConversations(language: Language): Promise<Result<ConversationSummary[]>> {
  if (!hasToken()) return { ok: true, value: [] }
  const path = '/api/conversations'
  const result = await callAsAsker({ path, guard: isConversationList, language })
  return result.ok ? { ok: true, value: result.value.conversations } : result
}

function Conversations(props: {
  list: ConversationSummary[]
  language: Language
  onOpen: (id: string) => void
}) {
  const text = chatText[props.language]
  const when = new Intl.DateTimeFormat(languageTag[props.language], {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  if (props.list.length === 0) return <p class="empty">{text.historyEmpty}</p>
  return (
    <ul class="history-list">
      {props.list.map((conversation) => (
        <li key={conversation.id}>
          <button type="button" onClick={() => props.onOpen(conversation.id)}>
            <span class="history-title">{conversation.title ?? text.untitled}</span>
            <span class="history-date">{when.format(new Date(conversation.createdAt))}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

export function HistorySheet(props: {
  language: Language
  onOpen: (id: string) => Promise<Problem | null>
  onNew: () => void
  onClose: () => void
}) {
  const { language } = props
  const text = chatText[language]
  const [result, setResult] = useState<Result<ConversationSummary[]> | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  useEffect(() => {
    let shown = true
    void listConversations(language).then((listed) => {
      if (shown) setResult(listed)
    })
    return () => {
      shown = false
    }
  }, [language])

  const open = async (id: string) => {
    const failed = await props.onOpen(id)
    if (failed === null) props.onClose()
    else setProblem(failed)
  }

  const shownProblem = problem ?? (result !== null && !result.ok ? result.problem : null)
  return (
    <Sheet
      title={text.historyTitle}
      closeLabel={commonText[language].close}
      onClose={props.onClose}
    >
      {shownProblem === null ? null : <p class="problem">{problemText(shownProblem, language)}</p>}
      {result === null ? <Loading language={language} /> : null}
      {result?.ok === true ? (
        <Conversations list={result.value} language={language} onOpen={(id) => void open(id)} />
      ) : null}
      <div class="actions">
        <button type="button" class="button-primary" onClick={props.onNew}>
          <Icon name="add" />
          <span>{text.newConversation}</span>
        </button>
        <button type="button" onClick={props.onClose}>
          {commonText[language].close}
        </button>
      </div>
    </Sheet>
  )
}

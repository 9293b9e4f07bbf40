import type { ComponentChildren } from 'preact'
import type { AskerCase } from '../../cases/asker-cases.ts'
import type { Citation } from '../../shared/message.ts'
import { commonText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'
import { Sheet } from '../shared/sheet.tsx'
import { chatText } from './chat-text.ts'
import { CitationSheet } from './citation-sheet.tsx'
import { openConversation, showCase, startNew } from './conversation.ts'
import { HistorySheet } from './history-sheet.tsx'
import type { ConversationOnPage } from './use-conversation.ts'
import { WithPeople } from './with-people.tsx'

export type OpenSheet =
  | { kind: 'citation'; citation: Citation }
  | { kind: 'history' | 'person' | 'menu' }
  | null

type SheetsProps = {
  sheet: OpenSheet
  language: Language
  page: ConversationOnPage
  announce: (text: string) => void
  onNew: () => void
  onPerson: () => void
  onClose: () => void
}

const cardId = (code: string) => `case-${code}`

/** Brings the card of a case to the reader, once what covered it has gone. */
export function focusCase(code: string): void {
  window.setTimeout(() => {
    const card = document.getElementById(cardId(code))
    card?.focus()
    card?.scrollIntoView({ block: 'center' })
  })
}

function frame(title: string, { language, onClose }: SheetsProps) {
  return (waiting: ComponentChildren) => (
    <Sheet {...{ title, onClose }} closeLabel={commonText[language].close}>
      {waiting}
    </Sheet>
  )
}

function HandOver(props: SheetsProps) {
  const { page, language, announce, onClose } = props
  const { conversation, thread } = page
  const answers = thread.filter(({ answer }) => answer !== null)
  const asked = thread.some(({ messageId }) => messageId !== null)
  const routing = answers[answers.length - 1]?.answer?.routing ?? null

  const onHandedOver = (opened: AskerCase) => {
    if (asked) showCase(conversation, opened)
    else void openConversation(conversation, opened.conversationId)
  }
  const onFollow = (code: string) => {
    onClose()
    focusCase(code)
  }
  return (
    <WithPeople language={language} frame={frame(chatText[language].person, props)}>
      {({ HandOverSheet }) => (
        <HandOverSheet
          {...{ language, asked, routing, announce, onHandedOver, onFollow, onClose }}
        />
      )}
    </WithPeople>
  )
}

function Menu(props: SheetsProps) {
  const { page, language, onClose } = props
  const onPerson = () => {
    onClose()
    window.setTimeout(props.onPerson)
  }
  return (
    <WithPeople language={language} frame={frame(chatText[language].more, props)}>
      {({ MenuSheet }) => (
        <MenuSheet
          {...{ language, onPerson, onClose, announce: props.announce }}
          cases={page.handling.cases}
          onErased={() => startNew(page.conversation)}
        />
      )}
    </WithPeople>
  )
}

/** The sheet that is open, if any. */
export function Sheets(props: SheetsProps) {
  const { sheet, language, onClose } = props
  if (sheet === null) return null
  switch (sheet.kind) {
    case 'citation':
      return <CitationSheet {...{ language, onClose, ...sheet }} announce={props.announce} />
    case 'history': {
      const onOpen = (id: string) => openConversation(props.page.conversation, id)
      return <HistorySheet {...{ language, onOpen, onClose }} onNew={props.onNew} />
    }
    case 'person':
      return <HandOver {...props} />
    case 'menu':
      return <Menu {...props} />
  }
}

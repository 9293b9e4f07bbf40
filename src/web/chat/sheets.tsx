import type { HandOver } from '../../cases/open-case.ts'
import type { Citation } from '../../shared/message.ts'
import { CitationSheet } from '../shared/citation-sheet.tsx'
import { commonText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'
import { Sheet } from '../shared/sheet.tsx'
import { chatText } from './chat-text.ts'
import type { OpenTraining } from './training/calls.ts'
import type { ConversationOnPage } from './use-conversation.ts'
import { WithPeople } from './with-people.tsx'

/** `secret`: words that may be one, not sent as yet; handed over, they go in confidence. */
export type PeopleSheet =
  | { kind: 'person'; request?: HandOver['kind']; secret?: string }
  | { kind: 'secret'; text: string; pasted: boolean }
  | { kind: 'menu' }
  | { kind: 'history' }
  | { kind: 'trainings'; training?: OpenTraining }

export type OpenSheet = PeopleSheet | { kind: 'citation'; citation: Citation } | null

export type SheetsProps = {
  sheet: OpenSheet
  language: Language
  page: ConversationOnPage
  announce: (text: string) => void
  onNew: () => void
  onPerson: () => void
  onOpen: (sheet: OpenSheet) => void
  onDraft: (text: string) => void
  onClose: () => void
}

const cardId = (code: string) => `case-${code}`

const lookAgainMs = 50
const longestWaitMs = 5_000

/** Brings the card of a case to the reader, once what covered it has gone and the card itself has come. */
export function focusCase(code: string, waitedMs = 0): void {
  window.setTimeout(
    () => {
      const card = document.getElementById(cardId(code))
      if (card === null && waitedMs < longestWaitMs) focusCase(code, waitedMs + lookAgainMs)
      card?.focus()
      card?.scrollIntoView({ block: 'center' })
    },
    waitedMs === 0 ? 0 : lookAgainMs,
  )
}

const titles = {
  history: 'historyTitle',
  trainings: 'trainings',
  person: 'person',
  secret: 'person',
  menu: 'more',
} as const

/** The sheet that is open, if any. */
export function Sheets(props: SheetsProps) {
  const { sheet, language, onClose } = props
  if (sheet === null) return null
  switch (sheet.kind) {
    case 'citation':
      return <CitationSheet {...{ language, onClose, ...sheet }} announce={props.announce} />
    case 'history':
    case 'trainings':
    case 'person':
    case 'secret':
    case 'menu': {
      const title = chatText[language][titles[sheet.kind]]
      return (
        <WithPeople
          language={language}
          frame={(waiting) => (
            <Sheet {...{ title, onClose }} closeLabel={commonText[language].close}>
              {waiting}
            </Sheet>
          )}
        >
          {({ PeopleSheets }) => <PeopleSheets {...props} sheet={sheet} />}
        </WithPeople>
      )
    }
  }
}

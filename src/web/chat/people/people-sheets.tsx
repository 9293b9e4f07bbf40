import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import { ask, openConversation, showCase, startNew } from '../conversation.ts'
import { livingCase } from '../handling.ts'
import { focusCase } from '../sheets.tsx'
import type { PeopleSheet, SheetsProps } from '../sheets.tsx'
import { recallDraft, rememberDraft } from '../unfinished.ts'
import { HistorySheet } from '../history-sheet.tsx'
import { TrainingSheet } from '../training/training-sheet.tsx'
import { HandOverSheet } from './hand-over-sheet.tsx'
import { MenuSheet } from './menu-sheet.tsx'
import { requestText } from './request-text.ts'
import { SecretSheet } from './secret-sheet.tsx'

type Props = SheetsProps & { sheet: PeopleSheet }

function HandOver(props: Props & { sheet: Extract<PeopleSheet, { kind: 'person' }> }) {
  const { sheet, page, language, announce, onClose } = props
  const { conversation, thread } = page
  const answers = thread.filter(({ answer }) => answer !== null)
  const asked = thread.some(({ messageId }) => messageId !== null)
  const routing = answers[answers.length - 1]?.answer?.routing ?? null
  const { secret } = sheet

  const onHandedOver = (opened: RatedCase) => {
    if (secret !== undefined) props.onDraft('')
    if (asked && secret === undefined) showCase(conversation, opened)
    else void openConversation(conversation, opened.conversationId)
  }
  const onFollow = (code: string) => {
    onClose()
    focusCase(code)
  }
  return (
    <HandOverSheet
      kind={sheet.request ?? 'consultation'}
      {...{ language, asked, routing, secret, announce, onHandedOver, onFollow, onClose }}
    />
  )
}

function Menu(props: Props) {
  const { page, onClose, onOpen } = props
  const later = (act: () => void) => {
    onClose()
    window.setTimeout(act)
  }
  return (
    <MenuSheet
      language={props.language}
      announce={props.announce}
      cases={page.handling.cases}
      onClose={onClose}
      onPerson={() => later(props.onPerson)}
      onRequest={(request) => later(() => onOpen({ kind: 'person', request }))}
      onTrainings={() => later(() => onOpen({ kind: 'trainings' }))}
      onErased={() => {
        rememberDraft('')
        startNew(page.conversation)
      }}
    />
  )
}

function Secret(props: Props & { sheet: Extract<PeopleSheet, { kind: 'secret' }> }) {
  const { sheet, page, language, onClose, onOpen } = props
  const { conversation, handling } = page
  const send = (words: string) => {
    onClose()
    ask(conversation, words)
    props.onDraft('')
  }
  const onConfidential = () => {
    const inHand = livingCase(handling) !== undefined
    // What was pasted stands in the box by now, among what was typed.
    const words = sheet.pasted ? recallDraft().trim() : sheet.text
    if (inHand) send(requestText[language].confidentialMark + words)
    else onOpen({ kind: 'person', secret: words })
  }
  return (
    <SecretSheet
      {...{ language, onClose, onConfidential }}
      pasted={sheet.pasted}
      onSend={() => send(sheet.text)}
    />
  )
}

/** Every sheet that is loaded when it is first opened. */
export function PeopleSheets(props: Props) {
  const { sheet } = props
  switch (sheet.kind) {
    case 'person':
      return <HandOver key={`${sheet.request}-${sheet.secret}`} {...props} sheet={sheet} />
    case 'menu':
      return <Menu {...props} />
    case 'history':
      return (
        <HistorySheet
          language={props.language}
          onOpen={(id) => openConversation(props.page.conversation, id)}
          onNew={props.onNew}
          onClose={props.onClose}
        />
      )
    case 'trainings':
      return <TrainingSheet {...props} training={sheet.training} />
    case 'secret':
      return <Secret {...props} sheet={sheet} />
  }
}

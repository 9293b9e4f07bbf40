import { Icon } from '../shared/icon.tsx'
import { PageHeader } from '../shared/page-header.tsx'
import type { Preferences } from '../shared/preferences.ts'
import { chatText } from './chat-text.ts'

export function ChatHeader(props: {
  preferences: Preferences
  started: boolean
  onNew: () => void
  onHistory: () => void
  onMore: () => void
  /** Only inside the widget. */
  onClose: (() => void) | undefined
}) {
  const text = chatText[props.preferences.language]
  return (
    <PageHeader
      section="chat"
      preferences={props.preferences}
      embedded={props.onClose !== undefined}
    >
      <button type="button" class="button-plain" aria-haspopup="dialog" onClick={props.onHistory}>
        {text.history}
      </button>
      {props.started ? (
        <button type="button" class="button-plain header-new" onClick={props.onNew}>
          {text.newConversation}
        </button>
      ) : null}
      <button type="button" class="button-plain" aria-haspopup="dialog" onClick={props.onMore}>
        {text.more}
      </button>
      {props.onClose === undefined ? null : (
        <button
          type="button"
          class="button-plain"
          aria-label={text.closeWidget}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      )}
    </PageHeader>
  )
}

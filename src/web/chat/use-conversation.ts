import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../shared/call-api.ts'
import type { Language } from '../shared/language.ts'
import type { Notice } from './answer-run.ts'
import { restoreConversation } from './conversation.ts'
import type { Conversation } from './conversation.ts'
import { noHandling } from './handling.ts'
import type { Handling } from './handling.ts'
import type { Thread } from './thread.ts'

export type ConversationOnPage = {
  thread: Thread
  /** What people do about it. */
  handling: Handling
  conversation: Conversation
  /** The last conversation could not be read. */
  problem: Problem | null
  restore: () => void
}

export function useConversation(
  language: Language,
  notify: (notice: Notice) => void,
): ConversationOnPage {
  const [thread, update] = useState<Thread>([])
  const [handling, updateHandling] = useState<Handling>(noHandling)
  const [problem, setProblem] = useState<Problem | null>(null)
  const latestRef = useRef({ language, notify })
  useLayoutEffect(() => {
    latestRef.current = { language, notify }
  })

  const [conversation] = useState<Conversation>(() => ({
    language: () => latestRef.current.language,
    update,
    updateHandling,
    notify: (notice) => latestRef.current.notify(notice),
    current: null,
  }))

  const restore = useCallback(() => {
    void restoreConversation(conversation).then(setProblem)
  }, [conversation])
  useEffect(restore, [restore])

  return { thread, handling, conversation, problem, restore }
}

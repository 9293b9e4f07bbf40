import { useQueryClient } from '@tanstack/react-query'
import { App as Messages } from 'antd'
import { useState } from 'react'
import { go } from '../address.ts'
import { findNext } from '../queue/walk.ts'
import { useText } from '../use-text.ts'
import { approve } from './approve.ts'
import type { ReplyDraft } from './reply-draft.ts'
import type { CaseDetail } from './use-case.ts'
import type { Steps } from './use-steps.ts'

export type Approval = {
  /** Which of the two ways is being confirmed. */
  asked: 'stay' | 'next' | undefined
  ask: (then: 'stay' | 'next') => void
  cancel: () => void
  confirm: () => Promise<void>
  busy: boolean
  problem: unknown
}

/** Sends the words after a last look, and goes on with the next case of the queue. */
export function useApproval(
  detail: CaseDetail,
  draft: ReplyDraft,
  steps: Steps,
  begin: boolean,
): Approval {
  const text = useText().case
  const client = useQueryClient()
  const { message } = Messages.useApp()
  const [asked, setAsked] = useState<Approval['asked']>(begin ? 'next' : undefined)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const confirm = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const result = await steps.run((took) => approve(detail, draft, took))
      draft.forget()
      void message.success(`${detail.code} ${result === 'sent' ? text.sent : text.waits}`)
      setAsked(undefined)
      if (asked === 'next') await goToNext()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const goToNext = async () => {
    const next = await findNext(client, detail.id).catch(() => undefined)
    if (next === undefined) void message.info(text.queueDone)
    go(next === undefined ? '/' : `/cases/${next}`)
  }
  return {
    asked,
    busy,
    problem,
    confirm,
    ask: (then) => {
      setProblem(undefined)
      setAsked(then)
    },
    cancel: () => setAsked(undefined),
  }
}

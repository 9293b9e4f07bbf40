import type { Deps } from '../deps.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { findPersonActive } from './asker-cases.ts'
import { type Case, changeCase, noteOnCase } from './change-case.ts'
import { askerActor } from './open-case.ts'

/**
 * Tells who has the conversation in hand that the asker has written; an answer to a question back returns
 * the case to review. Undefined where no person is active: then the machine answers.
 */
export async function passToPerson(
  deps: Deps,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<Case | undefined> {
  const active = await findPersonActive(deps.db, conversationId)
  if (!active) return undefined
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const caseId = active.id
    const actor = askerActor(await referenceToAsker(tx, deps.cipher, active.askerId))
    const data = { messageId }
    const waiting = active.state === 'waiting_for_asker'
    if (waiting) await changeCase(tx, { caseId, transition: 'answer_back', actor, now, data })
    else await noteOnCase(tx, { caseId, event: 'asker_wrote', actor, now, data })
    await queueNotice(tx, {
      key: `asker_wrote:${messageId}`,
      kind: 'asker_wrote',
      recipient:
        active.staffId === null
          ? { kind: 'organisation', id: active.organisationId }
          : { kind: 'account', id: active.staffId },
      data: { code: active.code },
      caseId,
      now,
    })
    return active
  })
}

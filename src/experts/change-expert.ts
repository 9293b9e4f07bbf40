import { eq } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import { experts } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import {
  type ExpertContact,
  type ExpertDetails,
  type RosterDeps,
  sealContact,
} from './enter-expert.ts'
import { findExpert } from './expert-scope.ts'
import { recordExpertEvent } from './record-expert-event.ts'

type Optional<Type> = { [Name in keyof Type]?: Type[Name] | undefined }

export type ExpertChange = Optional<ExpertDetails & ExpertContact> & {
  /** Given, or taken back: without it nobody is asked. */
  consented?: boolean | undefined
  /** False: takes no cases until further notice. */
  available?: boolean | undefined
}

/** @throws AppError `not_found`, `conflict` for who was removed from the roster */
export async function changeExpert(
  deps: RosterDeps,
  { by, id }: { by: ActingAccount; id: string },
  { reason, ...change }: ExpertChange & { reason?: string | undefined },
): Promise<void> {
  const at = deps.now()
  const { email, phone, consented, ...plain } = change
  await deps.db.transaction(async (tx) => {
    const { status, consentedAt } = await findExpert(tx, by, id)
    if (status === 'removed') throw new AppError('conflict', 'expert_removed')
    const consent = consented ? (consentedAt ?? at) : null
    await tx
      .update(experts)
      .set({
        ...plain,
        ...(await sealContact(deps.cipher, id, { email, phone })),
        ...(consented !== undefined && { consentedAt: consent }),
      })
      .where(eq(experts.id, id))
    await recordExpertEvent(tx, by, { expertId: id, event: 'changed', reason: reason ?? null, at })
  })
}

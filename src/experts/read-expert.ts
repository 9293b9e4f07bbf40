import { and, asc, desc, eq } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import { expertEvents, expertLeaves, experts } from '../db/schema/index.ts'
import type { FieldCipher } from '../security/field-cipher.ts'
import { checkConditions } from './conditions.ts'
import { emailContext, phoneContext, type RosterDeps } from './enter-expert.ts'
import { expertScope, unknownExpert } from './expert-scope.ts'
import { countOpenTickets } from './open-tickets.ts'

const MOST_EVENTS = 200

/**
 * Everything that the roster holds of one expert, contact data opened: for who keeps the roster, and for
 * the expert.
 * @throws AppError `not_found`
 */
export async function readExpert(
  { db, cipher }: Pick<RosterDeps, 'db' | 'cipher'>,
  account: Account,
  id: string,
) {
  const [row] = await db
    .select()
    .from(experts)
    .where(and(eq(experts.id, id), expertScope(db, account)))
  if (!row) throw unknownExpert()
  const { sealedEmail, sealedPhone, ...expert } = row
  const leave = await db
    .select({ id: expertLeaves.id, from: expertLeaves.from, to: expertLeaves.to })
    .from(expertLeaves)
    .where(eq(expertLeaves.expertId, id))
    .orderBy(asc(expertLeaves.from))
  const events = await db
    .select({
      at: expertEvents.at,
      by: expertEvents.by,
      event: expertEvents.event,
      reason: expertEvents.reason,
    })
    .from(expertEvents)
    .where(eq(expertEvents.expertId, id))
    .orderBy(desc(expertEvents.at), desc(expertEvents.id))
    .limit(MOST_EVENTS)
  return {
    ...expert,
    email: await openOrNull(cipher, sealedEmail, emailContext(id)),
    phone: await openOrNull(cipher, sealedPhone, phoneContext(id)),
    openTickets: await countOpenTickets(db, id),
    warnings: checkConditions(expert),
    leave,
    events,
  }
}

async function openOrNull(cipher: FieldCipher, sealed: string | null, context: string) {
  return sealed === null ? null : cipher.open(sealed, context)
}

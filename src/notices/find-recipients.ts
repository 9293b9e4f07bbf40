import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { accounts, organisations } from '../db/schema/index.ts'

/**
 * An organisation is its staff; where it has none, the staff of the nearest one above, or else the
 * administrators. An endpoint is one of the settings, told alone.
 */
export type NoticeRecipient =
  | { kind: 'account' | 'expert' | 'organisation'; id: string }
  /** An expert without an account, at the address that the roster holds: e-mail alone. */
  | { kind: 'roster'; expertId: string }
  | { kind: 'endpoint'; id: 'webhook' | 'wecom_robot' }
  | { kind: 'administrators' }

type Person = { id: string; hasEmail: boolean }

export type Recipients = {
  people: Person[]
  /** Whose group is told as well. */
  organisationId?: string
  endpoint?: 'webhook' | 'wecom_robot'
  /** Of an expert without an account. */
  rosterExpertId?: string
}

/** The people who sign in and can be told; nobody whose account is disabled. */
export async function findRecipients(
  tx: Database,
  recipient: NoticeRecipient,
): Promise<Recipients> {
  switch (recipient.kind) {
    case 'account':
      return { people: await findPeople(tx, eq(accounts.id, recipient.id)) }
    case 'expert':
      return { people: await findPeople(tx, eq(accounts.expertId, recipient.id)) }
    case 'organisation':
      return { people: await findStaff(tx, recipient.id), organisationId: recipient.id }
    case 'roster':
      return { people: [], rosterExpertId: recipient.expertId }
    case 'administrators':
      return { people: await findAdministrators(tx) }
    case 'endpoint':
      return { people: [], endpoint: recipient.id }
  }
}

function findPeople(tx: Database, which: SQL | undefined): Promise<Person[]> {
  return tx
    .select({ id: accounts.id, hasEmail: sql<boolean>`${accounts.sealedEmail} is not null` })
    .from(accounts)
    .where(and(which, isNull(accounts.disabledAt)))
    .orderBy(accounts.id)
}

function findAdministrators(tx: Database): Promise<Person[]> {
  return findPeople(tx, eq(accounts.role, 'administrator'))
}

async function findStaff(tx: Database, organisationId: string): Promise<Person[]> {
  const isStaff = and(eq(accounts.role, 'staff'), isNull(accounts.disabledAt))
  const [nearest] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(
      sql`exists (select from ${organisations} own where own.id = ${organisationId}
            and starts_with(own.path, ${organisations.path}))
          and exists (select from ${accounts} where ${accounts.organisationId} = ${organisations.id} and ${isStaff})`,
    )
    .orderBy(desc(sql`length(${organisations.path})`))
    .limit(1)
  if (!nearest) return findAdministrators(tx)
  return findPeople(tx, and(eq(accounts.role, 'staff'), eq(accounts.organisationId, nearest.id)))
}

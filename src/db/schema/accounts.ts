import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { experts } from './experts.ts'
import { organisations } from './organisations.ts'
import { moment } from './moment.ts'

export const roles = ['administrator', 'staff', 'expert', 'auditor'] as const

/** Who signs in. Without an organisation an administrator or auditor stands above all of them. */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey(),
    /** What is typed at sign-in, in lower case. */
    username: text().notNull().unique(),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    organisationId: uuid('organisation_id').references(() => organisations.id),
    expertId: uuid('expert_id')
      .unique()
      .references(() => experts.id),
    /** Sealed with the field cipher, for notices. */
    sealedEmail: text('sealed_email'),
    /** With the function and its parameters in front; the password itself is never stored. */
    passwordHash: text('password_hash').notNull(),
    passwordChangedAt: moment('password_changed_at').notNull(),
    mustChangePassword: boolean('must_change_password').notNull(),
    /** Of a one-time password; null once the person has chosen their own. */
    passwordExpiresAt: moment('password_expires_at'),
    /** Sealed with the field cipher; null until a first code has confirmed it. */
    sealedTotpSecret: text('sealed_totp_secret'),
    /** Sealed too; takes the place of the other one when a code confirms it. */
    pendingTotpSecret: text('pending_totp_secret'),
    /** Time step of the newest code that was taken: no code of it or before works again. */
    totpStep: bigint('totp_step', { mode: 'number' }),
    disabledAt: moment('disabled_at'),
    lastSignInAt: moment('last_sign_in_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('accounts_organisation').on(table.organisationId, table.role),
    check('accounts_staff_organisation', sql`role <> 'staff' or organisation_id is not null`),
    check('accounts_expert', sql`(role = 'expert') = (expert_id is not null)`),
  ],
)

/** A session that knows the password only may do nothing but give, or set up, the second factor. */
export const sessionStages = ['password', 'full'] as const

export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of the token in the cookie. */
    tokenHash: text('token_hash').notNull().unique(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    stage: text({ enum: sessionStages }).notNull(),
    createdAt: moment('created_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    index('sessions_account').on(table.accountId),
    index('sessions_expiry').on(table.expiresAt),
  ],
)

export const attemptKinds = ['password', 'totp'] as const

/** Tries that were not right, or not yet: noted before the check, so that many at once count as well. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: attemptKinds }).notNull(),
    /** Keyed hash of the name that was typed, of an account or not. */
    accountHash: text('account_hash').notNull(),
    /** Keyed hash of the network address. */
    addressHash: text('address_hash').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    index('sign_in_attempts_account').on(table.accountHash, table.kind, table.at),
    index('sign_in_attempts_address').on(table.addressHash, table.kind, table.at),
    index('sign_in_attempts_at').on(table.at),
  ],
)

/** An account that somebody may make for themselves with a code, once and for 72 hours. */
export const invitations = pgTable(
  'invitations',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of the code. */
    codeHash: text('code_hash').notNull().unique(),
    role: text({ enum: roles }).notNull(),
    organisationId: uuid('organisation_id').references(() => organisations.id),
    expertId: uuid('expert_id').references(() => experts.id),
    /** Null: the service itself, when a case was offered to an expert without an account. */
    invitedBy: uuid('invited_by').references(() => accounts.id),
    /** Sealed, where the code is sent by the service; otherwise nobody can read it again. */
    sealedCode: text('sealed_code'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    /** The account that was made with it. */
    accountId: uuid('account_id').references(() => accounts.id),
  },
  (table) => [
    index('invitations_expiry').on(table.expiresAt),
    uniqueIndex('invitations_account').on(table.accountId),
  ],
)

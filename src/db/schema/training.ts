import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { registrationStates, trainingStates } from '../../shared/training-states.ts'
import { accounts } from './accounts.ts'
import { askers } from './conversations.ts'
import { experts } from './experts.ts'
import { moment } from './moment.ts'
import { organisations } from './organisations.ts'

/** 培训场次: one session of one or more of the courses of the training syllabus (service-spec, 附录 B). */
export const trainings = pgTable(
  'trainings',
  {
    id: uuid().primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    title: text().notNull(),
    /** Numbers of the syllabus, 1–13. */
    courses: integer().array().notNull(),
    /** Where it takes place; null: anywhere, online or in the city centre. */
    district: text(),
    place: text(),
    /** Of an online session, https; shown as text. */
    link: text(),
    startsAt: moment('starts_at').notNull(),
    endsAt: moment('ends_at').notNull(),
    closesAt: moment('closes_at').notNull(),
    trainerName: text('trainer_name'),
    trainerId: uuid('trainer_id').references(() => experts.id),
    seats: integer().notNull(),
    state: text({ enum: trainingStates }).notNull(),
    /** Grows with every change: an update names the one it has seen, so two cannot both win. */
    version: integer().notNull(),
    cancelReason: text('cancel_reason'),
    /** When place, link or times were last changed after it had been opened. */
    movedAt: moment('moved_at'),
    /** Who came without being registered. */
    walkIns: integer('walk_ins').notNull().default(0),
    /** Six digits shown in the room, sealed; good on the day of the session only. */
    sealedCode: text('sealed_code'),
    openedAt: moment('opened_at'),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => accounts.id),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('trainings_coming').on(table.state, table.startsAt),
    index('trainings_organisation').on(table.organisationId, table.startsAt),
  ],
)

export type ClosedAnswers = { version: number; closed: Record<string, number | string> }

/** 报名 of an asker for a session; one each. */
export const registrations = pgTable(
  'registrations',
  {
    id: uuid().primaryKey(),
    trainingId: uuid('training_id')
      .notNull()
      .references(() => trainings.id),
    /** Null once the asker is erased: what stays is counted. */
    askerId: uuid('asker_id').references(() => askers.id),
    state: text({ enum: registrationStates }).notNull(),
    /** Place in the waiting list, in the order of asking; kept when moved up. */
    queuedAt: moment('queued_at').notNull(),
    movedUpAt: moment('moved_up_at'),
    idempotencyKey: text('idempotency_key'),
    requestHash: text('request_hash'),
    consentedAt: moment('consented_at').notNull(),
    /** 签到. */
    attendedAt: moment('attended_at'),
    attendedBy: text('attended_by', { enum: ['staff', 'code'] }),
    /** Wrong tries of the code of the room. */
    wrongCodes: integer('wrong_codes').notNull().default(0),
    /** 1–5, and words with it; changeable for a week from the first time. */
    score: integer(),
    opinion: text(),
    /** The questionnaire: closed answers by the id of the question, with its version; and words, which go. */
    answers: jsonb().$type<ClosedAnswers>(),
    remarks: jsonb().$type<Record<string, string>>(),
    ratedAt: moment('rated_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('registrations_asker').on(table.trainingId, table.askerId),
    index('registrations_of_asker').on(table.askerId, table.createdAt),
    index('registrations_waiting')
      .on(table.trainingId, table.queuedAt, table.id)
      .where(sql`state = 'waiting'`),
  ],
)

export const registrationFields = ['name', 'organisation', 'telephone'] as const

/** Who registered, each field sealed by itself from the first row. */
export const registrationContacts = pgTable(
  'registration_contacts',
  {
    registrationId: uuid('registration_id')
      .notNull()
      .references(() => registrations.id, { onDelete: 'cascade' }),
    field: text({ enum: registrationFields }).notNull(),
    sealed: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.registrationId, table.field] })],
)

import { z } from 'zod'
import { isDay } from '../../shared/shanghai-day.ts'
import { isTrainingLink } from '../../shared/training-link.ts'
import { trainingStates, trainingSteps } from '../../shared/training-states.ts'

const MOST_ROWS = 100
const wrong = 'request_invalid'
const time = z.string()

const Line = z.string().trim().min(1, wrong).max(200, wrong)
const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, wrong)
const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, wrong)
  .refine(isDay, wrong)
const Year = z.coerce.number().int().min(2000).max(2100)

const details = {
  title: Line.max(100, wrong),
  courses: z.array(z.int().min(1).max(999)).min(1, wrong).max(20, wrong),
  district: Line.max(20, wrong).nullable(),
  place: Line.nullable(),
  link: z.string().trim().refine(isTrainingLink, 'link_not_https').nullable(),
  day: Day,
  begins: Clock,
  ends: Clock,
  closesOn: Day,
  closesAt: Clock,
  trainerName: Line.max(100, wrong).nullable(),
  trainerId: z.uuid(wrong).nullable(),
  seats: z.int().min(1, wrong).max(5_000, wrong),
}

const hasPlace = ({ place, link }: { place: string | null; link: string | null }) =>
  place !== null || link !== null

export const NewTraining = z
  .strictObject({ organisationId: z.uuid(wrong), ...details })
  .refine(hasPlace, 'training_place_needed')

const version = z.int().min(1)

export const TrainingChange = z
  .strictObject({ version, ...details })
  .refine(hasPlace, 'training_place_needed')

export const TrainingStep = z.strictObject({
  version,
  step: z.enum(trainingSteps),
  reason: Line.optional(),
})

export const WalkInsInput = z.strictObject({ version, walkIns: z.int().min(0).max(5_000) })

export const AttendanceInput = z.strictObject({ attended: z.boolean() })

export const TrainingQuery = z.strictObject({
  state: z.enum(trainingStates).optional(),
  year: Year.optional(),
  organisationId: z.uuid(wrong).optional(),
  after: z.uuid(wrong).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

export const TotalsQuery = z.strictObject({ year: Year })

export const RegistrationParam = z.object({ id: z.uuid(wrong), registration: z.uuid(wrong) })

export const TrainingRow = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  organisation: z.string(),
  title: z.string(),
  courses: z.array(z.int()),
  district: z.string().nullable(),
  place: z.string().nullable(),
  link: z.string().nullable(),
  startsAt: time,
  endsAt: time,
  closesAt: time,
  trainerName: z.string().nullable(),
  trainerId: z.uuid().nullable(),
  trainer: z.string().nullable(),
  seats: z.int(),
  state: z.enum(trainingStates),
  version: z.int(),
  cancelReason: z.string().nullable(),
  walkIns: z.int(),
  registered: z.int(),
  waiting: z.int(),
  attended: z.int(),
  ratings: z.int(),
  averageScore: z.number().nullable(),
})

export const TrainingList = z.object({ trainings: z.array(TrainingRow) })

export const RoomCode = z.object({ code: z.string() })

export const RegistrationList = z.object({
  registrations: z.array(
    z.object({
      id: z.uuid(),
      state: z.enum(['registered', 'waiting']),
      name: z.string().nullable(),
      organisation: z.string().nullable(),
      telephone: z.string().nullable(),
      attendedAt: time.nullable(),
      attendedBy: z.enum(['staff', 'code']).nullable(),
      score: z.int().nullable(),
      opinion: z.string().nullable().describe('personal data masked'),
      remarks: z.array(z.string()).describe('of the questionnaire, personal data masked'),
      queuedAt: time,
    }),
  ),
})

const Figures = z.object({
  sessions: z.int(),
  attended: z.int(),
  walkIns: z.int(),
  people: z.int(),
  uncounted: z.int(),
})

const Named = z.object({ zh: z.string(), en: z.string() })

export const TrainingTotals = z.object({
  year: z.int(),
  organisations: z.array(Figures.extend({ organisationId: z.uuid(), organisation: z.string() })),
  sum: Figures,
  satisfaction: z.object({
    attended: z.int().describe('who was there, of the sessions that were held'),
    rated: z.int(),
    average: z.number().nullable(),
    questions: z.array(
      z.object({
        version: z.int(),
        id: z.string(),
        text: Named,
        answered: z.int(),
        average: z.number().nullable(),
        options: z.array(z.object({ id: z.string(), text: Named, answered: z.int() })),
      }),
    ),
  }),
  targets: z.array(
    z.object({
      clause: z.string(),
      from: z.int(),
      to: z.int(),
      sessions: z.int(),
      people: z.int(),
    }),
  ),
})

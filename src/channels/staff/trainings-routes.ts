import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { noteWalkIns, showRoomCode, tickAttendance } from '../../training/attendance.ts'
import { changeTraining, createTraining, stepTraining } from '../../training/change-training.ts'
import { listRegistrations, listTrainings, readTraining } from '../../training/list-trainings.ts'
import { readTrainingTotals } from '../../training/totals.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  AttendanceInput,
  NewTraining,
  RegistrationList,
  RegistrationParam,
  RoomCode,
  TotalsQuery,
  TrainingChange,
  TrainingList,
  TrainingQuery,
  TrainingRow,
  TrainingStep,
  TrainingTotals,
  WalkInsInput,
} from './trainings-schemas.ts'

const readers = requireAccount('administrator', 'staff', 'auditor')
const handlers = requireAccount('administrator', 'staff')

/** Under `/api/staff/trainings`. */
export const staffTrainingRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Sessions of training of the own organisation and those below it, the latest first',
      body: TrainingList,
      staff: true,
    }),
    readers,
    validate('query', TrainingQuery),
    async (c) => {
      const { state, ...query } = c.req.valid('query')
      const which = { ...query, states: state && [state] }
      return c.json({ trainings: await listTrainings(c.get('deps').db, c.get('account'), which) })
    },
  )
  .post(
    '/',
    describe({
      summary: 'Plans a session of training as a draft',
      status: 201,
      body: TrainingRow,
      staff: true,
    }),
    handlers,
    validate('json', NewTraining),
    async (c) => {
      const { id } = await createTraining(c.get('deps'), c.get('account'), c.req.valid('json'))
      return c.json(await readTraining(c.get('deps').db, c.get('account'), id), 201)
    },
  )
  .get(
    '/totals',
    describe({
      summary: 'Sessions held and people trained in a year, beside the targets of the plans',
      body: TrainingTotals,
      staff: true,
    }),
    readers,
    validate('query', TotalsQuery),
    async (c) => {
      const { year } = c.req.valid('query')
      return c.json(await readTrainingTotals(c.get('deps'), c.get('account'), year))
    },
  )
  .get(
    '/:id',
    describe({ summary: 'One session of training', body: TrainingRow, staff: true }),
    readers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await readTraining(c.get('deps').db, c.get('account'), id))
    },
  )
  .put(
    '/:id',
    describe({ summary: 'Changes a session that is not held', body: TrainingRow, staff: true }),
    handlers,
    validate('param', IdParam),
    validate('json', TrainingChange),
    async (c) => {
      const { id } = c.req.valid('param')
      await changeTraining(c.get('deps'), c.get('account'), { id, ...c.req.valid('json') })
      return c.json(await readTraining(c.get('deps').db, c.get('account'), id))
    },
  )
  .post(
    '/:id/step',
    describe({
      summary: 'Opens, closes, notes as held, counts or cancels a session',
      body: TrainingRow,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', TrainingStep),
    async (c) => {
      const { id } = c.req.valid('param')
      await stepTraining(c.get('deps'), c.get('account'), { id, ...c.req.valid('json') })
      return c.json(await readTraining(c.get('deps').db, c.get('account'), id))
    },
  )
  .get(
    '/:id/registrations',
    describe({
      summary: 'Who has registered for a session, with contact data; audited',
      body: RegistrationList,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      const registrations = await listRegistrations(c.get('deps'), c.get('account'), id)
      return c.json({ registrations }, 200, { 'cache-control': 'no-store' })
    },
  )
  .post(
    '/:id/registrations/:registration/attendance',
    describe({ summary: 'Notes that somebody was there, or was not', status: 204, staff: true }),
    handlers,
    validate('param', RegistrationParam),
    validate('json', AttendanceInput),
    async (c) => {
      const { id, registration: registrationId } = c.req.valid('param')
      const tick = { id, registrationId, ...c.req.valid('json') }
      await tickAttendance(c.get('deps'), c.get('account'), tick)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/walk-ins',
    describe({
      summary: 'Notes how many came without being registered',
      body: TrainingRow,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', WalkInsInput),
    async (c) => {
      const { id } = c.req.valid('param')
      await noteWalkIns(c.get('deps'), c.get('account'), { id, ...c.req.valid('json') })
      return c.json(await readTraining(c.get('deps').db, c.get('account'), id))
    },
  )
  .post(
    '/:id/code',
    describe({
      summary: 'The code to be shown in the room, on the day of the session',
      body: RoomCode,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      const code = await showRoomCode(c.get('deps'), c.get('account'), id)
      return c.json({ code }, 200, { 'cache-control': 'no-store' })
    },
  )

import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBody } from '../../http/limit-body.ts'
import { requireAsker } from '../../http/require-asker.ts'
import { validate } from '../../http/validate.ts'
import { AppError } from '../../shared/errors.ts'
import { bearsStateSecretMark } from '../../shared/state-secret.ts'
import { checkIn } from '../../training/check-in.ts'
import { listOpenTrainings } from '../../training/list-open-trainings.ts'
import { listOwnRegistrations } from '../../training/own-registrations.ts'
import { rateTraining } from '../../training/rate-training.ts'
import { registerForTraining, withdrawRegistration } from '../../training/register.ts'
import { IdParam } from './schemas.ts'
import {
  OpenTrainingList,
  OpenTrainingQuery,
  OwnRegistrationList,
  RegistrationBody,
  RegistrationHeaders,
  RegistrationInput,
  RoomCodeInput,
  TrainingRatingBody,
  TrainingRatingInput,
} from './training-schemas.ts'

/** Under `/api/trainings`. */
export const trainingRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'Coming sessions of training that are open', body: OpenTrainingList }),
    validate('query', OpenTrainingQuery),
    async (c) => {
      const { course, ...query } = c.req.valid('query')
      const trainings = await listOpenTrainings(c.get('deps'), { ...query, courses: course })
      return c.json({ trainings }, 200, { 'cache-control': 'no-store' })
    },
  )
  .get(
    '/mine',
    describe({
      summary: "The asker's registrations for sessions of training",
      body: OwnRegistrationList,
      asker: true,
    }),
    requireAsker,
    async (c) => c.json(await listOwnRegistrations(c.get('deps'), c.get('asker').id)),
  )
  .post(
    '/:id/registrations',
    describe({
      summary: 'Registers for a session, or for its waiting list when it is full',
      status: 201,
      body: RegistrationBody,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('param', IdParam),
    validate('header', RegistrationHeaders),
    validate('json', RegistrationInput),
    async (c) => {
      const { consent: _, ...participant } = c.req.valid('json')
      // No field of a form may carry what no message may (DESIGN §2.7).
      if (bearsStateSecretMark(JSON.stringify(participant))) {
        throw new AppError('invalid', 'state_secret')
      }
      const { registration, fresh } = await registerForTraining(c.get('deps'), {
        askerId: c.get('asker').id,
        trainingId: c.req.valid('param').id,
        participant,
        idempotencyKey: c.req.valid('header')['idempotency-key'],
      })
      return c.json({ state: registration.state }, fresh ? 201 : 200)
    },
  )
  .delete(
    '/:id/registrations',
    describe({
      summary: 'Takes the own registration back, until the session begins',
      body: RegistrationBody,
      asker: true,
    }),
    requireAsker,
    validate('param', IdParam),
    async (c) => {
      const which = { askerId: c.get('asker').id, trainingId: c.req.valid('param').id }
      const { state } = await withdrawRegistration(c.get('deps'), which)
      return c.json({ state })
    },
  )
  .post(
    '/:id/check-in',
    describe({
      summary: 'Checks in by the code that is shown in the room, on the day of the session',
      status: 204,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('param', IdParam),
    validate('json', RoomCodeInput),
    async (c) => {
      const which = { askerId: c.get('asker').id, trainingId: c.req.valid('param').id }
      await checkIn(c.get('deps'), { ...which, ...c.req.valid('json') })
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/rating',
    describe({
      summary: 'Rates a session that the asker attended, or changes that while it is possible',
      body: TrainingRatingBody,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('param', IdParam),
    validate('json', TrainingRatingInput),
    async (c) => {
      const which = { askerId: c.get('asker').id, trainingId: c.req.valid('param').id }
      return c.json(await rateTraining(c.get('deps'), which, c.req.valid('json')))
    },
  )

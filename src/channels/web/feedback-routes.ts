import { Hono } from 'hono'
import { readOwnComplaint } from '../../feedback/asker-complaints.ts'
import { openComplaint } from '../../feedback/open-complaint.ts'
import { rateCase, rateMessage } from '../../feedback/record-rating.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBody } from '../../http/limit-body.ts'
import { requireAsker } from '../../http/require-asker.ts'
import { validate } from '../../http/validate.ts'
import { CodeParam } from './case-schemas.ts'
import {
  ComplaintBody,
  ComplaintCode,
  ComplaintInput,
  ComplaintOpened,
  RatingBody,
  RatingInput,
} from './feedback-schemas.ts'
import { IdParam } from './schemas.ts'

/** Under `/api/messages`. */
export const messageRatingRoutes = new Hono<AppEnv>().post(
  '/:id/rating',
  describe({
    summary: 'Rates an own answer, or changes the rating while that is possible',
    body: RatingBody,
    asker: true,
  }),
  requireAsker,
  limitBody,
  validate('param', IdParam),
  validate('json', RatingInput),
  async (c) => {
    const which = { askerId: c.get('asker').id, messageId: c.req.valid('param').id }
    return c.json(await rateMessage(c.get('deps'), which, c.req.valid('json')))
  },
)

/** Under `/api/cases`. */
export const caseRatingRoutes = new Hono<AppEnv>().post(
  '/:code/rating',
  describe({
    summary: 'Rates an own case that was answered, or changes the rating while that is possible',
    body: RatingBody,
    asker: true,
  }),
  requireAsker,
  limitBody,
  validate('param', CodeParam),
  validate('json', RatingInput),
  async (c) => {
    const which = { askerId: c.get('asker').id, code: c.req.valid('param').code }
    return c.json(await rateCase(c.get('deps'), which, c.req.valid('json')))
  },
)

export const complaintRoutes = new Hono<AppEnv>()
  .post(
    '/',
    describe({
      summary: 'Complains or reports; whom it is about does not see it',
      status: 201,
      body: ComplaintOpened,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('json', ComplaintInput),
    async (c) => {
      const { id } = c.get('asker')
      return c.json(await openComplaint(c.get('deps'), id, c.req.valid('json')), 201)
    },
  )
  .get(
    '/:code',
    describe({ summary: 'How far an own complaint has come', body: ComplaintBody, asker: true }),
    requireAsker,
    validate('param', ComplaintCode),
    async (c) => {
      const { code } = c.req.valid('param')
      return c.json(await readOwnComplaint(c.get('deps').db, c.get('asker').id, code))
    },
  )

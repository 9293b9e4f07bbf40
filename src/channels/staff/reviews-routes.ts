import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { exportReviews } from '../../insight/reviews/export-reviews.ts'
import { countReviews, listReviews } from '../../insight/reviews/list-reviews.ts'
import { recordReview } from '../../insight/reviews/record-review.ts'
import { viewReview } from '../../insight/reviews/view-review.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  ResultsBody,
  ResultsExport,
  ResultsQuery,
  ReviewBody,
  ReviewInput,
  ReviewList,
  ReviewQuery,
} from './reviews-schemas.ts'
import { languageOf, sendTable } from './send-table.ts'

const readers = requireAccount('administrator', 'staff', 'auditor')
/** Who reads the archive. */
const workers = requireAccount('administrator', 'staff')

/** 内部评价, under `/api/staff/reviews`. */
export const reviewRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Answers and replies drawn for review, the latest month first',
      body: ReviewList,
      staff: true,
    }),
    workers,
    validate('query', ReviewQuery),
    async (c) => {
      const { db } = c.get('deps')
      return c.json(await listReviews(db, c.get('account'), c.req.valid('query')))
    },
  )
  .get(
    '/results',
    describe({
      summary: 'What reviews came to, for each organisation and in all, over some months',
      body: ResultsBody,
      staff: true,
    }),
    readers,
    validate('query', ResultsQuery),
    async (c) => {
      const { db } = c.get('deps')
      return c.json(await countReviews(db, c.get('account'), c.req.valid('query')))
    },
  )
  .get(
    '/export',
    describe({ summary: 'The same as a CSV or XLSX file, safe to open', staff: true }),
    readers,
    validate('query', ResultsExport),
    async (c) => {
      const query = c.req.valid('query')
      const wanted = { ...query, language: languageOf(c) }
      const table = await exportReviews(c.get('deps'), c.get('account'), wanted)
      const name = `reviews-${query.from}-${query.to}`
      return sendTable(c, { table, name, format: query.format })
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'One review: question, answer and evidence as shown then, and the rubric',
      body: ReviewBody,
      staff: true,
    }),
    workers,
    validate('param', IdParam),
    async (c) => c.json(await viewReview(c.get('deps'), c.get('account'), c.req.valid('param').id)),
  )
  .post(
    '/:id',
    describe({
      summary: 'Records what a second person finds, once',
      status: 204,
      staff: true,
    }),
    workers,
    validate('param', IdParam),
    validate('json', ReviewInput),
    async (c) => {
      const review = { id: c.req.valid('param').id, ...c.req.valid('json') }
      await recordReview(c.get('deps'), c.get('account'), review)
      return c.body(null, 204)
    },
  )

import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { validate } from '../../http/validate.ts'
import { figureList, figureNames } from '../../insight/open-data/figure-list.ts'
import { OpenMonth, readOpenMonths } from '../../insight/open-data/read-months.ts'
import { LICENCE, writeOpenCsv } from '../../insight/open-data/write-open-csv.ts'

const MOST_MONTHS = 36

const Month = z
  .string()
  .regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, 'request_invalid')
  .optional()

const MonthsInput = z.strictObject({
  from: Month.describe('month such as 2026-03'),
  to: Month,
  format: z.enum(['json', 'csv']).default('json'),
  limit: z.coerce.number().int().min(1).max(MOST_MONTHS).default(12).describe('newest first'),
})

const Words = z.object({ zh: z.string(), en: z.string() })

const OpenBody = z.object({
  licence: z.object({ name: z.string(), url: z.string() }),
  figures: z.array(
    z.object({
      figure: z.enum(figureNames),
      of: z.enum(figureNames).nullable(),
      name: Words,
      meaning: Words,
    }),
  ),
  months: z.array(OpenMonth),
})

/** Published once and never changed: whoever keeps a copy for an hour misses at most a new month. */
const HEADERS = { 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' }

const ATTACHED = {
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': 'attachment; filename="figures.csv"',
}

const meanings = figureNames.map((figure) => ({ figure, ...figureList[figure] }))

/** Open data (开放数据, docs/open-data.md): numbers of at least 5 of closed months, for everybody. */
export const openDataRoutes = new Hono<AppEnv>().get(
  '/figures',
  describe({
    summary: 'Open data: the figures of closed months, as JSON with how each is counted, or as CSV',
    body: OpenBody,
  }),
  validate('query', MonthsInput),
  async (c) => {
    const { format, ...range } = c.req.valid('query')
    const months = await readOpenMonths(c.get('deps').db, range)
    if (format === 'csv') return c.body(writeOpenCsv(months), 200, { ...HEADERS, ...ATTACHED })
    const body: z.infer<typeof OpenBody> = { licence: LICENCE, figures: meanings, months }
    return c.json(body, 200, HEADERS)
  },
)

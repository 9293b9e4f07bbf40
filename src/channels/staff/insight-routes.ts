import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { tableOf } from '../../insight/export-figures.ts'
import { spans } from '../../insight/facts.ts'
import { type FigureQuery, filterNames, periodBefore, readFigures } from '../../insight/figures.ts'
import { Day, Part, Rated } from './figures-schemas.ts'
import { languageOf, sendTable, tableFormat } from './send-table.ts'

const Chosen = z
  .string()
  .max(60, 'request_invalid')
  .optional()
  .describe('the empty word: not stated')

const shape = {
  from: Day,
  to: Day,
  by: z.enum(spans).default('month'),
  compareFrom: Day.optional().describe('by default the period of the same length before'),
  compareTo: Day.optional(),
  district: Chosen,
  field: Chosen,
  topic: Chosen,
  channel: Chosen,
  level: Chosen,
}

type Periods = {
  from: string
  to: string
  compareFrom?: string | undefined
  compareTo?: string | undefined
}

const inOrder = ({ from, to, compareFrom, compareTo }: Periods) =>
  from <= to &&
  (compareFrom === undefined) === (compareTo === undefined) &&
  (compareFrom === undefined || compareTo === undefined || compareFrom <= compareTo)

const FigureInput = z.strictObject(shape).refine(inOrder, 'period_wrong')
const ExportInput = z
  .strictObject({ ...shape, format: tableFormat })
  .refine(inOrder, 'period_wrong')

const Figures = z.object({
  consultations: z.int(),
  selfServed: Part,
  cases: z.int(),
  respondedInTime: Part,
  answerRatings: Rated.describe('`part` of `of` answers are rated'),
  caseRatings: Rated,
  complaints: z.int(),
  reports: z.int(),
  waiting: z.int(),
})
const Named = z.array(z.object({ name: z.string(), figures: Figures }))
const Breakdown = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  total: Figures,
  series: Named.describe('by the first day of each day, week or month'),
  by: z.object({
    district: Named,
    field: Named,
    topic: Named,
    channel: Named,
    level: Named,
    organisation: Named,
  }),
})
const FigureBody = z.object({ now: Breakdown, before: Breakdown })

function queryOf(input: z.infer<typeof FigureInput>): FigureQuery {
  const { from, to, by, compareFrom, compareTo } = input
  const period = { from, to }
  const comparedWith =
    compareFrom !== undefined && compareTo !== undefined
      ? { from: compareFrom, to: compareTo }
      : periodBefore(period)
  const filter = Object.fromEntries(filterNames.map((name) => [name, input[name]]))
  return { period, comparedWith, by, filter }
}

export const insightRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary:
        'The figures of a period by time, district, topic, channel and level, and those before',
      body: FigureBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', FigureInput),
    async (c) => {
      const query = queryOf(c.req.valid('query'))
      return c.json(await readFigures(c.get('deps'), c.get('account'), query))
    },
  )
  .get(
    '/export',
    describe({ summary: 'The same as a CSV or XLSX file, safe to open', staff: true }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', ExportInput),
    async (c) => {
      const { format, ...input } = c.req.valid('query')
      const both = await readFigures(c.get('deps'), c.get('account'), queryOf(input))
      const table = tableOf(both, languageOf(c))
      return sendTable(c, { table, name: 'figures', format })
    },
  )

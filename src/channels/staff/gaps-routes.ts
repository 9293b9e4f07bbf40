import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { preferredLanguage } from '../../http/texts.ts'
import { validate } from '../../http/validate.ts'
import { changeGap } from '../../insight/gaps/change-gap.ts'
import { draftForGap } from '../../insight/gaps/draft-for-gap.ts'
import { exportGaps } from '../../insight/gaps/export-gaps.ts'
import { type Gap, listGaps, readRuns, type Run, viewGap } from '../../insight/gaps/list-gaps.ts'
import { askForGaps } from '../../jobs/ask-for-gaps.ts'
import { searchEverything } from '../../knowledge/search-everything.ts'
import { AppError } from '../../shared/errors.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'
import {
  ChangeInput,
  DraftedBody,
  DraftInput,
  GapListBody,
  GapParam,
  GapQuery,
  OneGapBody,
} from './gaps-schemas.ts'
import { requireCity } from './guards.ts'

const MOST_EVIDENCE = 5

/** Who reads the archive. */
const workers = requireAccount('administrator', 'staff')

const present = ({ changedBy, createdAt, changedAt, ...gap }: Gap) => ({
  ...gap,
  changedAt: changedAt?.toISOString() ?? null,
})

function presentRun({ fromDay, middleDay, toDay, looked, asked, finishedAt }: Run) {
  const finished = finishedAt?.toISOString() ?? ''
  return { fromDay, middleDay, toDay, looked, asked, finishedAt: finished }
}

/** 知识缺口 and 热点问题. */
export const gapRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Gaps of knowledge or hot questions of the last run, the heaviest first',
      body: GapListBody,
      staff: true,
    }),
    workers,
    validate('query', GapQuery),
    async (c) => {
      const { db, now } = c.get('deps')
      const { last, running } = await readRuns(db, now())
      const found = await listGaps(db, c.get('account'), last, c.req.valid('query'))
      return c.json({
        run: last ? presentRun(last) : null,
        running: running ? { done: running.done, total: running.total } : null,
        gaps: found.map(present),
      })
    },
  )
  .post(
    '/runs',
    describe({
      summary: 'Has them sought now; the list tells how far it is',
      status: 202,
      staff: true,
    }),
    workers,
    requireCity,
    async (c) => {
      await askForGaps(c.get('deps'), c.get('account'))
      return c.body(null, 202)
    },
  )
  .get(
    '/export',
    describe({ summary: 'The list as a CSV file, safe to open', staff: true }),
    workers,
    validate('query', GapQuery),
    async (c) => {
      const language = preferredLanguage(c.req.header('accept-language'))
      const filter = { ...c.req.valid('query'), language }
      return c.body(await exportGaps(c.get('deps'), c.get('account'), filter), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="gaps.csv"',
      })
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'One of them with its most central questions, masked, and evidence for an answer',
      body: OneGapBody,
      staff: true,
    }),
    workers,
    validate('param', GapParam),
    async (c) => {
      const deps = c.get('deps')
      const { last } = await readRuns(deps.db, deps.now())
      const found = await viewGap(deps.db, c.get('account'), last, c.req.valid('param').id)
      if (!found) throw new AppError('not_found', 'gap_unknown')
      const { gap, questions } = found
      const language = preferredLanguage(c.req.header('accept-language'))
      const context = { day: shanghaiDay(deps.now()), language }
      const evidence =
        gap.label === null
          ? []
          : await searchEverything(deps, { q: gap.label, limit: MOST_EVIDENCE }, context)
      return c.json({ ...present(gap), questions, evidence })
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Marks a gap; one that is not ours with the reason',
      status: 204,
      staff: true,
    }),
    workers,
    validate('param', GapParam),
    validate('json', ChangeInput),
    async (c) => {
      const change = { by: c.get('account'), id: c.req.valid('param').id, ...c.req.valid('json') }
      await changeGap(c.get('deps'), change)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/draft',
    describe({
      summary: 'Drafts a curated answer for a gap, which is in work then',
      status: 201,
      body: DraftedBody,
      staff: true,
    }),
    workers,
    validate('param', GapParam),
    validate('json', DraftInput),
    async (c) => {
      const drafting = { by: c.get('account'), id: c.req.valid('param').id, ...c.req.valid('json') }
      return c.json({ curatedId: await draftForGap(c.get('deps'), drafting) }, 201)
    },
  )

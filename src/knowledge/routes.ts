import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../http/app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { listServicePoints } from '../organisations/service-points.ts'
import { statuses } from '../shared/message.ts'
import { listCourses, listDistricts, listPlatforms, listServices } from './catalogue.ts'
import { dayAt, shanghaiDay, yearOf } from '../shared/shanghai-day.ts'
import { languageOfRequest } from './present.ts'
import { listDocuments, readDocumentPage, readPassagePage } from './read-pages.ts'
import { loadKnowledge } from './runtime-knowledge.ts'
import { searchEverything } from './search-everything.ts'

const LONGEST_QUERY = 200
const MOST_RESULTS = 50

const SearchInput = z.object({
  q: z.string().trim().min(1, 'question_empty').max(LONGEST_QUERY, 'request_invalid'),
  document: z.string().max(60).optional(),
  kind: z.string().max(60).optional(),
  district: z.string().max(20).optional(),
  status: z.enum(statuses).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_RESULTS).default(20),
})

const DocumentParam = z.object({
  id: z.string().regex(/^[a-z0-9_-]{1,60}(?:@[1-9]\d{0,5})?$/, 'request_invalid'),
})
const PassageParam = DocumentParam.extend({ locator: z.string().min(1).max(100) })

export const searchRoutes = new Hono<AppEnv>().get(
  '/',
  describe({ summary: 'Searches clauses, services, courses, platforms and districts (一网通查)' }),
  validate('query', SearchInput),
  async (c) => {
    const deps = c.get('deps')
    const context = { day: shanghaiDay(deps.now()), language: languageOfRequest(c) }
    return c.json({ results: await searchEverything(deps, c.req.valid('query'), context) })
  },
)

export const catalogueRoutes = new Hono<AppEnv>()
  .get(
    '/services',
    describe({ summary: '服务事项清单: 20 services with their seven fields' }),
    (c) => respond(c, listServices),
  )
  .get('/courses', describe({ summary: 'Training courses' }), (c) => respond(c, listCourses))
  .get('/platforms', describe({ summary: 'Search platforms' }), (c) => respond(c, listPlatforms))
  .get('/districts', describe({ summary: 'Districts with their industries' }), (c) =>
    respond(c, listDistricts),
  )
  .get(
    '/points',
    describe({ summary: 'Where to go or call, as the institutions themselves have entered it' }),
    async (c) => {
      const { db, now } = c.get('deps')
      return c.json({ points: await listServicePoints(db, yearOf(dayAt(now()))) })
    },
  )

export const documentRoutes = new Hono<AppEnv>()
  .get('/', describe({ summary: 'The documents with their status as of today' }), (c) =>
    respond(c, listDocuments),
  )
  .get(
    '/:id',
    describe({ summary: 'One document in its units' }),
    validate('param', DocumentParam),
    async (c) => {
      const deps = c.get('deps')
      const knowledge = await loadKnowledge(deps)
      const context = { day: shanghaiDay(deps.now()), language: languageOfRequest(c) }
      return c.json(await readDocumentPage(deps.db, knowledge, c.req.valid('param').id, context))
    },
  )
  .get(
    '/:id/passages/:locator',
    describe({ summary: 'One clause with its unit and status' }),
    validate('param', PassageParam),
    async (c) => {
      const deps = c.get('deps')
      const knowledge = await loadKnowledge(deps)
      const context = { day: shanghaiDay(deps.now()), language: languageOfRequest(c) }
      return c.json(await readPassagePage(deps.db, knowledge, c.req.valid('param'), context))
    },
  )

type Presenter = (
  knowledge: Awaited<ReturnType<typeof loadKnowledge>>,
  context: { day: string; language: 'zh' | 'en' },
) => object

async function respond(c: Parameters<typeof languageOfRequest>[0], present: Presenter) {
  const deps = c.get('deps')
  const context = { day: shanghaiDay(deps.now()), language: languageOfRequest(c) }
  return c.json(present(await loadKnowledge(deps), context))
}

import { Hono } from 'hono'
import { z } from 'zod'
import { changeCurated, retireCurated } from '../../curation/change-curated.ts'
import { type CuratedAnswer, curatedStates } from '../../curation/curated-answer.ts'
import { draftCurated } from '../../curation/draft-curated.ts'
import { listCurated } from '../../curation/list-curated.ts'
import { publishCurated } from '../../curation/publish-curated.ts'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { rebuildIndex } from '../../knowledge/edits/rebuild-index.ts'
import { fields } from '../../shared/message.ts'
import { IdParam } from './accounts-schemas.ts'
import { Day } from './experts-schemas.ts'

const MOST_ROWS = 200

const version = z.int().min(1, 'request_invalid')
const Words = z.string().trim().min(1, 'text_empty').max(4_000, 'text_too_long')
const reviewOn = Day.describe('on this day it expires unless it has been reviewed')

const DraftInput = z.strictObject({ statementId: z.uuid('request_invalid'), reviewOn })

const ChangeInput = z
  .strictObject({
    version,
    question: Words.optional(),
    answer: Words.optional(),
    field: z.enum(fields).optional(),
    reviewOn: reviewOn.optional(),
    ownerId: z.uuid('request_invalid').optional(),
  })
  .refine(({ version: _, ...change }) => Object.keys(change).length > 0, 'request_invalid')

const PublishInput = z.strictObject({
  version,
  identityRemoved: z
    .literal(true, 'identity_not_confirmed')
    .describe('the person’s word that no name of a person or an organisation is left'),
})

const RetireInput = z.strictObject({ version })

const CuratedQuery = z.strictObject({
  state: z.enum(curatedStates).optional(),
  field: z.enum(fields).optional(),
  after: z.uuid('request_invalid').optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50),
})

const CuratedBody = z.object({
  id: z.uuid(),
  question: z.string(),
  answer: z.string(),
  citations: z.unknown(),
  field: z.string(),
  ownerId: z.uuid(),
  reviewOn: z.string(),
  state: z.enum(curatedStates),
  version: z.int(),
  createdAt: z.string(),
  publishedAt: z.string().nullable(),
})

const CuratedList = z.object({ curated: z.array(CuratedBody.extend({ owner: z.string() })) })

/** Without the case that it came from. */
const present = ({ caseId, messageId, createdAt, publishedAt, ...curated }: CuratedAnswer) => ({
  ...curated,
  createdAt: createdAt.toISOString(),
  publishedAt: publishedAt?.toISOString() ?? null,
})

/** The index follows in the background; where nothing is in use by it, there is nothing to build. */
function changing(deps: Deps, changed: CuratedAnswer) {
  if (changed.publishedAt !== null) deps.background(rebuildIndex(deps))
  return present(changed)
}

export const curatedRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'Curated answers, newest first', body: CuratedList, staff: true }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', CuratedQuery),
    async (c) => {
      const filter = c.req.valid('query')
      const rows = await listCurated(c.get('deps').db, c.get('account'), filter)
      return c.json({ curated: rows.map(({ curated, owner }) => ({ ...present(curated), owner })) })
    },
  )
  .post(
    '/',
    describe({
      summary: 'Drafts one from a reply that was delivered, personal data masked',
      status: 201,
      body: CuratedBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff'),
    validate('json', DraftInput),
    async (c) => {
      const draft = await draftCurated(c.get('deps'), c.get('account'), c.req.valid('json'))
      return c.json(present(draft), 201)
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Changes one; other words make a draft of it again',
      body: CuratedBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    validate('json', ChangeInput),
    async (c) => {
      const { version: seen, ...change } = c.req.valid('json')
      const which = { by: c.get('account'), id: c.req.valid('param').id, version: seen }
      return c.json(changing(c.get('deps'), await changeCurated(c.get('deps'), which, change)))
    },
  )
  .post(
    '/:id/publish',
    describe({
      summary: 'Publishes one, by somebody else than who wrote it last',
      body: CuratedBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    validate('json', PublishInput),
    async (c) => {
      const publishing = {
        by: c.get('account'),
        id: c.req.valid('param').id,
        ...c.req.valid('json'),
      }
      return c.json(changing(c.get('deps'), await publishCurated(c.get('deps'), publishing)))
    },
  )
  .post(
    '/:id/retire',
    describe({ summary: 'Takes one out of use for good', body: CuratedBody, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    validate('json', RetireInput),
    async (c) => {
      const which = { by: c.get('account'), id: c.req.valid('param').id, ...c.req.valid('json') }
      return c.json(changing(c.get('deps'), await retireCurated(c.get('deps'), which)))
    },
  )

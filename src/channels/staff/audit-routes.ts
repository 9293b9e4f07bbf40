import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { auditActionNames, auditObjectKinds, listAudit } from '../../operation/list-audit.ts'
import { Day } from './experts-schemas.ts'

const MOST_ROWS = 200

const actorKinds = ['staff', 'expert', 'administrator', 'auditor', 'asker', 'system'] as const
const results = ['ok', 'refused', 'failed'] as const
const Id = z.string().min(1, 'request_invalid').max(100, 'request_invalid')

const AuditQuery = z.strictObject({
  from: Day.optional(),
  to: Day.optional(),
  action: z.enum(auditActionNames).optional(),
  actorKind: z.enum(actorKinds).optional(),
  actorId: Id.optional().describe('of an account; of an asker the hash with their own key'),
  objectKind: z.enum(auditObjectKinds).optional(),
  objectId: Id.optional(),
  result: z.enum(results).optional(),
  before: z.coerce.number().int().min(1).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50),
})

const AuditBody = z.object({
  entries: z.array(
    z.object({
      id: z.int(),
      at: z.string(),
      actorKind: z.enum(actorKinds),
      actorId: z.string().nullable(),
      actor: z.string().nullable().describe('name of the account'),
      username: z.string().nullable(),
      action: z.string(),
      objectKind: z.string(),
      objectId: z.string().nullable(),
      result: z.enum(results),
      addressHash: z.string().nullable(),
      details: z
        .record(z.string(), z.unknown())
        .describe('ids, numbers and closed words; never contents'),
    }),
  ),
  next: z.int().nullable(),
  actions: z.array(z.string()).describe('every action there is'),
  objectKinds: z.array(z.string()),
})

export const auditRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    summary: 'Who did what, the newest first; looking at it is an entry itself',
    body: AuditBody,
    staff: true,
  }),
  requireAccount('administrator', 'auditor'),
  validate('query', AuditQuery),
  async (c) => {
    const found = await listAudit(c.get('deps'), c.get('account'), c.req.valid('query'))
    const entries = found.entries.map((entry) => ({ ...entry, at: entry.at.toISOString() }))
    const kinds = { actions: auditActionNames, objectKinds: auditObjectKinds }
    return c.json({ entries, next: found.next, ...kinds })
  },
)

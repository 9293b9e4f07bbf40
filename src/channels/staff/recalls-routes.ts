import { Hono } from 'hono'
import { approveCorrections, dismissCorrections } from '../../documents/recall/decide-recall.ts'
import { listRecalls, readRecall } from '../../documents/recall/list-recalls.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  ApproveInput,
  DecidedBody,
  DecisionInput,
  presentRecall,
  presentRecallList,
  RecallBody,
  RecallList,
} from './documents-schemas.ts'
import { hideBelowCity, requireCity } from './guards.ts'

const readers = ['administrator', 'staff', 'auditor'] as const
const deciders = ['administrator', 'staff'] as const
const ofCity = hideBelowCity('recall_unknown')

/** Answers to correct because a document has changed. */
export const recallRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Changes of documents with the answers to correct',
      body: RecallList,
      staff: true,
    }),
    requireAccount(...readers),
    requireCity,
    async (c) => {
      const recalls = await listRecalls(c.get('deps').db)
      return c.json({ recalls: recalls.map(presentRecall) })
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'The changed units, and every answer, reply and curated answer that rested on them',
      body: RecallBody,
      staff: true,
    }),
    requireAccount(...readers),
    ofCity,
    validate('param', IdParam),
    async (c) => {
      const recall = await readRecall(c.get('deps').db, c.req.valid('param').id)
      return c.json(presentRecallList(recall))
    },
  )
  .post(
    '/:id/approve',
    describe({ summary: 'Sends the correction to the askers', body: DecidedBody, staff: true }),
    requireAccount(...deciders),
    ofCity,
    validate('param', IdParam),
    validate('json', ApproveInput),
    async (c) => {
      const { items, note } = c.req.valid('json')
      const decision = { ...c.req.valid('param'), items, note }
      const answers = await approveCorrections(c.get('deps'), c.get('account'), decision)
      return c.json({ answers })
    },
  )
  .post(
    '/:id/dismiss',
    describe({ summary: 'Takes answers off the list', body: DecidedBody, staff: true }),
    requireAccount(...deciders),
    ofCity,
    validate('param', IdParam),
    validate('json', DecisionInput),
    async (c) => {
      const decision = { ...c.req.valid('param'), items: c.req.valid('json').items }
      const answers = await dismissCorrections(c.get('deps'), c.get('account'), decision)
      return c.json({ answers })
    },
  )

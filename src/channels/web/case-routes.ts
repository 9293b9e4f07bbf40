import { Hono } from 'hono'
import type { z } from 'zod'
import {
  type AskerCase,
  readAskerCase,
  setContactConsent,
  toAskerCase,
  withdrawCase,
} from '../../cases/asker-cases.ts'
import { openCase } from '../../cases/open-case.ts'
import { withRating } from '../../feedback/asker-ratings.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBody } from '../../http/limit-body.ts'
import { requireAsker } from '../../http/require-asker.ts'
import { preferredLanguage, textOf } from '../../http/texts.ts'
import { validate } from '../../http/validate.ts'
import { AppError } from '../../shared/errors.ts'
import { tellDeadline } from '../../shared/shanghai-day.ts'
import { bearsStateSecretMark } from '../../shared/state-secret.ts'
import { CodeParam, ConsentInput, HandedOver, HandOverInput } from './case-schemas.ts'
import { AskerCaseBody, IdParam } from './schemas.ts'

/** Under `/api/conversations`. */
export const handOverRoutes = new Hono<AppEnv>().post(
  '/:id/handoff',
  describe({
    summary: 'Hands a conversation over to people, requests a service, or asks for a referral',
    status: 201,
    body: HandedOver,
    asker: true,
  }),
  requireAsker,
  limitBody,
  validate('param', IdParam),
  validate('json', HandOverInput),
  async (c) => {
    const input = c.req.valid('json')
    refuseStateSecrets(input)
    const {
      name,
      organisation,
      contact,
      service,
      when,
      where,
      partner,
      consent: _,
      ...rest
    } = input
    const given = Object.entries({ service, when, where, partner })
    const request = given.filter((entry): entry is [string, string] => entry[1] !== undefined)
    const opened = await openCase(c.get('deps'), {
      ...rest,
      askerId: c.get('asker').id,
      conversationId: c.req.valid('param').id,
      contact: { name, contact, ...(organisation && { organisation }) },
      request: request.length > 0 ? Object.fromEntries(request) : undefined,
    })
    const language = preferredLanguage(c.req.header('accept-language'))
    const asked = toAskerCase(opened.case, opened.organisation)
    const own = await withRating(c.get('deps'), asked)
    return c.json({ ...own, promise: promiseOf(own, language) }, opened.fresh ? 201 : 200)
  },
)

/** No field of a form may carry what no message may (DESIGN §2.7). */
function refuseStateSecrets(input: z.output<typeof HandOverInput>) {
  if (bearsStateSecretMark(JSON.stringify(input))) throw new AppError('invalid', 'state_secret')
}

function promiseOf({ code, organisation, dueAt }: AskerCase, language: 'zh' | 'en'): string {
  const key = dueAt === null ? 'handed_over' : 'handed_over_due'
  const due = dueAt === null ? '' : tellDeadline(new Date(dueAt))
  return textOf(key, language)
    .replace('{code}', code)
    .replace('{organisation}', organisation)
    .replace('{due}', due)
}

/** Under `/api/cases`: an asker's own, named by its code. */
export const caseRoutes = new Hono<AppEnv>()
  .get(
    '/:code',
    describe({ summary: 'How far an own case has come', body: AskerCaseBody, asker: true }),
    requireAsker,
    validate('param', CodeParam),
    async (c) => {
      const deps = c.get('deps')
      const { code } = c.req.valid('param')
      return c.json(await withRating(deps, await readAskerCase(deps.db, c.get('asker').id, code)))
    },
  )
  .post(
    '/:code/withdraw',
    describe({ summary: 'Takes an own case back', body: AskerCaseBody, asker: true }),
    requireAsker,
    validate('param', CodeParam),
    async (c) => {
      const deps = c.get('deps')
      const { code } = c.req.valid('param')
      return c.json(await withRating(deps, await withdrawCase(deps, c.get('asker').id, code)))
    },
  )
  .post(
    '/:code/contact-consent',
    describe({
      summary: 'Gives or takes back the consent to pass contact data to an expert',
      body: AskerCaseBody,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('param', CodeParam),
    validate('json', ConsentInput),
    async (c) => {
      const { code } = c.req.valid('param')
      const { given } = c.req.valid('json')
      const deps = c.get('deps')
      const own = await setContactConsent(deps, c.get('asker').id, { code, given })
      return c.json(await withRating(deps, own))
    },
  )

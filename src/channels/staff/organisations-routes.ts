import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import {
  changeOrganisation,
  createOrganisation,
  listOrganisations,
  type OrganisationLevel,
} from '../../organisations/organisations.ts'
import { IdParam, Name, PageQuery } from './accounts-schemas.ts'

const levels = ['city', 'district', 'station'] as const satisfies readonly OrganisationLevel[]

const detail = Name.nullable().optional()
const details = {
  district: detail,
  phone: detail,
  address: detail,
  hours: detail,
  listed: z.boolean().optional().describe('everybody may know address, telephone and hours'),
}

const OrganisationInput = z.strictObject({
  name: Name,
  level: z.enum(levels),
  parentId: z.uuid('request_invalid').nullable(),
  ...details,
})

const OrganisationChangeInput = z
  .strictObject({ name: Name.optional(), closed: z.boolean().optional(), ...details })
  .refine((change) => Object.keys(change).length > 0, 'request_invalid')

const OrganisationBody = z.object({
  id: z.uuid(),
  name: z.string(),
  level: z.enum(levels),
  parentId: z.uuid().nullable(),
  district: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  hours: z.string().nullable(),
  listed: z.boolean(),
  closedAt: z.string().nullable(),
})

const OrganisationList = z.object({ organisations: z.array(OrganisationBody) })

export const organisationRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The own organisation and those below it',
      body: OrganisationList,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', PageQuery),
    async (c) => {
      const page = c.req.valid('query')
      const organisations = await listOrganisations(c.get('deps').db, c.get('account'), page)
      return c.json({ organisations })
    },
  )
  .post(
    '/',
    describe({
      summary: 'Adds an organisation below one that is seen',
      status: 201,
      body: OrganisationBody,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('json', OrganisationInput),
    async (c) => {
      const input = c.req.valid('json')
      return c.json(await createOrganisation(c.get('deps'), c.get('account'), input), 201)
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Changes, closes or reopens an organisation',
      body: OrganisationBody,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('param', IdParam),
    validate('json', OrganisationChangeInput),
    async (c) => {
      const which = { account: c.get('account'), id: c.req.valid('param').id }
      return c.json(await changeOrganisation(c.get('deps'), which, c.req.valid('json')))
    },
  )

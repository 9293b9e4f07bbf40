import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import {
  changeEnterprise,
  createEnterprise,
  deleteEnterprise,
} from '../../ledger/change-enterprise.ts'
import { changeEnterpriseContact, viewEnterpriseContact } from '../../ledger/contacts.ts'
import { exportEnterprises, writeEnterpriseTemplate } from '../../ledger/export-enterprises.ts'
import { recordHoldings } from '../../ledger/holdings.ts'
import { listKeyEnterprise } from '../../ledger/key-list.ts'
import { linkEnterprise, listLinks, unlinkEnterprise } from '../../ledger/links.ts'
import { listEnterprises, readEnterprise } from '../../ledger/list-enterprises.ts'
import { changeVisit, listVisits, recordVisit } from '../../ledger/visits.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  Contact,
  ContactInput,
  EnterpriseBody,
  EnterpriseChange,
  EnterpriseExport,
  EnterpriseList,
  EnterpriseQuery,
  HoldingsInput,
  KeyInput,
  LinkInput,
  LinkList,
  LinkParam,
  NewEnterprise,
  NewVisit,
  VisitChange,
  VisitList,
  VisitParam,
  VisitQuery,
} from './enterprises-schemas.ts'
import { attached, languageOf, sendTable } from './send-table.ts'

const readers = requireAccount('administrator', 'staff', 'auditor')
const handlers = requireAccount('administrator', 'staff')

/** Under `/api/staff/enterprises`. */
export const enterpriseRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The ledger of enterprises of the own organisation and those below it, by name',
      body: EnterpriseList,
      staff: true,
    }),
    readers,
    validate('query', EnterpriseQuery),
    async (c) => {
      const query = c.req.valid('query')
      const enterprises = await listEnterprises(c.get('deps').db, c.get('account'), query)
      return c.json({ enterprises })
    },
  )
  .post(
    '/',
    describe({
      summary: 'Enters an enterprise in the ledger',
      status: 201,
      body: EnterpriseBody,
      staff: true,
    }),
    handlers,
    validate('json', NewEnterprise),
    async (c) => {
      const { id } = await createEnterprise(c.get('deps'), c.get('account'), c.req.valid('json'))
      return c.json(await readEnterprise(c.get('deps').db, c.get('account'), id), 201)
    },
  )
  .get(
    '/template',
    describe({ summary: 'An empty CSV file of enterprises to fill in', staff: true }),
    handlers,
    (c) =>
      c.body(writeEnterpriseTemplate(languageOf(c)), 200, attached('enterprises-template', 'csv')),
  )
  .get(
    '/export',
    describe({
      summary: 'What a filter finds as a CSV or XLSX file, without contacts, safe to open',
      staff: true,
    }),
    readers,
    validate('query', EnterpriseExport),
    async (c) => {
      const { format, ...filter } = c.req.valid('query')
      const which = { filter, format, language: languageOf(c) }
      const table = await exportEnterprises(c.get('deps'), c.get('account'), which)
      return sendTable(c, { table, name: 'enterprises', format })
    },
  )
  .get(
    '/:id',
    describe({ summary: 'One enterprise of the ledger', body: EnterpriseBody, staff: true }),
    readers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await readEnterprise(c.get('deps').db, c.get('account'), id))
    },
  )
  .put(
    '/:id',
    describe({
      summary: 'Changes what the ledger says of an enterprise',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', EnterpriseChange),
    async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') }
      await changeEnterprise(c.get('deps'), c.get('account'), change)
      return c.body(null, 204)
    },
  )
  .delete(
    '/:id',
    describe({
      summary: 'Takes an enterprise out of the ledger with all that is kept of it',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    async (c) => {
      await deleteEnterprise(c.get('deps'), c.get('account'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .get(
    '/:id/contact',
    describe({ summary: 'The person to speak to, opened; audited', body: Contact, staff: true }),
    handlers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      const contact = await viewEnterpriseContact(c.get('deps'), c.get('account'), id)
      return c.json(contact, 200, { 'cache-control': 'no-store' })
    },
  )
  .put(
    '/:id/contact',
    describe({ summary: 'Writes the person to speak to anew', status: 204, staff: true }),
    handlers,
    validate('param', IdParam),
    validate('json', ContactInput),
    async (c) => {
      const change = { ...c.req.valid('param'), contact: c.req.valid('json') }
      await changeEnterpriseContact(c.get('deps'), c.get('account'), change)
      return c.body(null, 204)
    },
  )
  .put(
    '/:id/holdings',
    describe({ summary: 'Notes what an enterprise holds as of a day', status: 204, staff: true }),
    handlers,
    validate('param', IdParam),
    validate('json', HoldingsInput),
    async (c) => {
      const counted = { ...c.req.valid('param'), ...c.req.valid('json') }
      await recordHoldings(c.get('deps'), c.get('account'), counted)
      return c.body(null, 204)
    },
  )
  .get(
    '/:id/visits',
    describe({ summary: 'Visits and services, the latest first', body: VisitList, staff: true }),
    readers,
    validate('param', IdParam),
    validate('query', VisitQuery),
    async (c) => {
      const page = { ...c.req.valid('param'), ...c.req.valid('query') }
      return c.json({ visits: await listVisits(c.get('deps').db, c.get('account'), page) })
    },
  )
  .post(
    '/:id/visits',
    describe({
      summary: 'Notes a visit or a service; a next step with a day opens a follow-up',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', NewVisit),
    async (c) => {
      const visit = { enterpriseId: c.req.valid('param').id, ...c.req.valid('json') }
      await recordVisit(c.get('deps'), c.get('account'), visit)
      return c.body(null, 204)
    },
  )
  .put(
    '/:id/visits/:visit',
    describe({ summary: 'Corrects a visit', status: 204, staff: true }),
    handlers,
    validate('param', VisitParam),
    validate('json', VisitChange),
    async (c) => {
      const { id: enterpriseId, visit: visitId } = c.req.valid('param')
      const change = { enterpriseId, visitId, ...c.req.valid('json') }
      await changeVisit(c.get('deps'), c.get('account'), change)
      return c.body(null, 204)
    },
  )
  .get(
    '/:id/links',
    describe({ summary: 'Cases and consultations of an enterprise', body: LinkList, staff: true }),
    readers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json({ links: await listLinks(c.get('deps').db, c.get('account'), id) })
    },
  )
  .post(
    '/:id/links',
    describe({
      summary: 'Links a case or a consultation, never a confidential one',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', LinkInput),
    async (c) => {
      const link = { ...c.req.valid('param'), target: c.req.valid('json') }
      await linkEnterprise(c.get('deps'), c.get('account'), link)
      return c.body(null, 204)
    },
  )
  .delete(
    '/:id/links/:link',
    describe({ summary: 'Takes a link away', status: 204, staff: true }),
    handlers,
    validate('param', LinkParam),
    async (c) => {
      const { id, link: linkId } = c.req.valid('param')
      await unlinkEnterprise(c.get('deps'), c.get('account'), { id, linkId })
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/years',
    describe({
      summary: 'Puts an enterprise on the list of key enterprises of a year',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', KeyInput),
    async (c) => {
      const listing = { enterpriseId: c.req.valid('param').id, ...c.req.valid('json') }
      await listKeyEnterprise(c.get('deps'), c.get('account'), listing)
      return c.body(null, 204)
    },
  )

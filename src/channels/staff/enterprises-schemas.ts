import { z } from 'zod'
import { keyCategories, MOST_HOLDINGS, visitKinds } from '../../shared/ledger.ts'
import { isDay } from '../../shared/shanghai-day.ts'
import { tableFormat } from './send-table.ts'

const MOST_ROWS = 100
const wrong = 'request_invalid'
const time = z.string()

const Line = z.string().trim().min(1, wrong).max(200, wrong)
const Words = z.string().trim().min(1, wrong).max(1_000, 'text_too_long')
const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, wrong)
  .refine(isDay, wrong)
const Year = z.int().min(2000).max(2100)
const YearOfQuery = z.coerce.number().pipe(Year)
const version = z.int().min(1)

const details = {
  name: Line,
  creditCode: Line.max(40, wrong).nullable(),
  district: Line.max(20, wrong).nullable(),
  industry: Line.nullable(),
  needs: Words.nullable(),
}

export const NewEnterprise = z.strictObject({ organisationId: z.uuid(wrong), ...details })
export const EnterpriseChange = z.strictObject({ version, ...details })

const ContactLine = z.string().trim().max(100, wrong).optional()
export const ContactInput = z
  .strictObject({ name: ContactLine, position: ContactLine, contact: ContactLine })
  .describe('with nothing in it, the contact is deleted')

const Holding = z.int().min(0).max(MOST_HOLDINGS)
const holdings = {
  inventions: Holding,
  utilityModels: Holding,
  designs: Holding,
  trademarks: Holding,
  copyrights: Holding,
  dataRights: Holding,
  others: Holding,
}

export const HoldingsInput = z.strictObject({ asOf: Day, holdings: z.strictObject(holdings) })

const visit = {
  day: Day,
  kind: z.enum(visitKinds),
  people: Line,
  about: Words,
  outcome: Words.nullable(),
  nextStep: Line.nullable(),
  nextOn: Day.nullable(),
}

export const NewVisit = z.strictObject({ entryKey: z.uuid(wrong), ...visit })
export const VisitChange = z.strictObject({ version, ...visit })

export const LinkInput = z.union(
  [
    z.strictObject({ caseCode: z.string().regex(/^ZW-\w{8}$/i, wrong) }),
    z.strictObject({ consultation: z.int().min(1).max(2_000_000_000) }),
  ],
  wrong,
)

export const KeyInput = z.strictObject({
  year: Year,
  category: z.enum(keyCategories),
  reason: Line,
})

const filter = {
  text: z.string().trim().min(1, wrong).max(100, wrong).optional(),
  district: Line.max(20, wrong).optional(),
  organisationId: z.uuid(wrong).optional(),
  keyYear: YearOfQuery.optional().describe('on the list of key enterprises of this year'),
  waiting: z.stringbool().optional().describe('a next step that nobody has taken'),
}

const limit = z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS)
const after = z.uuid(wrong).optional()

export const EnterpriseQuery = z.strictObject({ ...filter, after, limit })
export const EnterpriseExport = z.strictObject({ ...filter, format: tableFormat })
export const EnterpriseImport = z.strictObject({
  organisationId: z.uuid(wrong).optional().describe('by default the own one'),
  partial: z.stringbool().default(false),
})
export const VisitQuery = z.strictObject({ after, limit })

const year = YearOfQuery.optional().describe('by default this one')
export const KeyListQuery = z.strictObject({ year })
export const KeyListExport = z.strictObject({ year, format: tableFormat })
export const KeyListInput = z.strictObject({ year: Year })

export const VisitParam = z.object({ id: z.uuid(wrong), visit: z.uuid(wrong) })
export const LinkParam = z.object({ id: z.uuid(wrong), link: z.uuid(wrong) })
export const KeyEntryParam = z.object({ id: z.uuid(wrong), entry: z.uuid(wrong) })

const counted = { asOf: z.string(), ...holdings }

export const EnterpriseRow = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  organisation: z.string(),
  name: z.string(),
  creditCode: z.string().nullable(),
  district: z.string().nullable(),
  industry: z.string().nullable(),
  needs: z.string().nullable(),
  version: z.int(),
  hasContact: z.boolean(),
  visits: z.int(),
  lastVisit: z.string().nullable(),
  nextOn: z.string().nullable(),
  keyYears: z.array(z.int()),
  holdings: z.object(counted).nullable(),
})

export const EnterpriseList = z.object({ enterprises: z.array(EnterpriseRow) })

export const EnterpriseBody = EnterpriseRow.extend({
  history: z.array(z.object(counted)).describe('the latest twenty counts'),
  listed: z.array(
    z.object({
      id: z.uuid(),
      year: z.int(),
      category: z.enum(keyCategories),
      reason: z.string(),
    }),
  ),
})

export const Contact = z.object({
  name: z.string().optional(),
  position: z.string().optional(),
  contact: z.string().optional(),
})

export const VisitList = z.object({
  visits: z.array(
    z.object({
      ...visit,
      id: z.uuid(),
      version: z.int(),
      enteredBy: z.string(),
      nextDone: z.boolean(),
    }),
  ),
})

export const LinkList = z.object({
  links: z.array(
    z.object({
      id: z.uuid(),
      caseId: z.uuid().nullable(),
      caseCode: z.string().nullable(),
      caseState: z.string().nullable(),
      consultation: z.int().nullable(),
      channel: z.string().nullable(),
      outcome: z.string().nullable(),
      field: z.string().nullable(),
      at: time.nullable(),
    }),
  ),
})

export const KeyListBody = z.object({
  organisationId: z.uuid(),
  year: z.int(),
  entries: z.array(
    z.object({
      id: z.uuid(),
      enterpriseId: z.uuid().nullable(),
      name: z.string(),
      creditCode: z.string().nullable(),
      district: z.string().nullable(),
      industry: z.string().nullable(),
      category: z.enum(keyCategories),
      reason: z.string(),
    }),
  ),
  fixed: z.object({ by: z.string(), at: time }).nullable(),
  changeable: z.boolean(),
})

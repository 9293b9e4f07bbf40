import { z } from 'zod'
import { tableFormat } from './send-table.ts'

const wrong = 'request_invalid'

const Year = z.int().min(2000).max(2100)
const YearOfQuery = z.coerce.number().pipe(Year).optional().describe('by default this one')
const Line = z.string().trim().min(1, 'text_empty').max(500, 'text_too_long')

const words = {
  content: Line.describe('what is offered'),
  audience: Line.describe('for whom'),
  frequency: Line.describe('how often'),
  outcome: Line.describe('what is expected of it'),
}
const version = z.int().min(1)

export const SpecialQuery = z.strictObject({ year: YearOfQuery })
export const SpecialExport = z.strictObject({
  year: YearOfQuery,
  format: tableFormat,
})
export const SpecialPublish = z.strictObject({ year: Year })
export const NewSpecial = z.strictObject({ year: Year, words: z.strictObject(words) })
export const SpecialChange = z.strictObject({ year: Year, version, words: z.strictObject(words) })
export const SpecialRemoval = z.strictObject({
  year: z.coerce.number().pipe(Year),
  version: z.coerce.number().pipe(version),
})
export const SpecialParam = z.object({ id: z.uuid(wrong), service: z.uuid(wrong) })

const place = {
  organisationId: z.uuid(),
  organisation: z.string(),
  district: z.string().nullable(),
}
const overdue = z.boolean().describe('not published though the first quarter is over')

export const SpecialStations = z.object({
  year: z.int(),
  stations: z.array(
    z.object({
      ...place,
      services: z.int(),
      publishedAt: z.iso.datetime().nullable(),
      overdue,
    }),
  ),
})

export const SpecialBody = z.object({
  ...place,
  year: z.int(),
  industries: z.string().nullable().describe('of the district, by annex D'),
  services: z.array(
    z.object({
      id: z.uuid(),
      content: z.string(),
      audience: z.string(),
      frequency: z.string(),
      outcome: z.string(),
      version: z.int(),
    }),
  ),
  published: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
  overdue,
  changeable: z.boolean().describe('of this year or the next'),
})

export const AddedBody = z.object({ id: z.uuid() })

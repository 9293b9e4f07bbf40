import { z } from 'zod'
import { Content } from '../../insight/report/content.ts'
import {
  reportFormats,
  reportStates,
  reportSteps,
  reportVersions,
} from '../../shared/report-states.ts'
import { Day } from './figures-schemas.ts'

const wrong = 'request_invalid'
const LONGEST_TEXT = 4_000
const MOST_ROWS = 100

export const NewReport = z.strictObject({
  organisationId: z.uuid(wrong),
  from: Day,
  to: Day,
})

export const ReportQuery = z.strictObject({
  after: z.uuid(wrong).optional().describe('id of the last report of the page before'),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

const version = z.int().min(1)
const Text = z.string().max(LONGEST_TEXT, wrong).optional()
const texts = {
  consultations: Text,
  cases: Text,
  complaints: Text,
  training: Text,
  problems: Text,
  measures: Text,
}

export const ReportTextsInput = z.strictObject({ version, texts: z.strictObject(texts) })

export const ReportStepInput = z.strictObject({ version, step: z.enum(reportSteps) })

export const FileQuery = z.strictObject({
  format: z.enum(reportFormats).default('html'),
  version: z.enum(reportVersions).default('inner'),
})

const time = z.iso.datetime()

const row = {
  id: z.uuid(),
  organisationId: z.uuid(),
  organisation: z.string(),
  from: z.string(),
  to: z.string(),
  beforeFrom: z.string(),
  beforeTo: z.string(),
  state: z.enum(reportStates),
  version: z.int(),
  progress: z.int().describe('percent'),
  failed: z.boolean().describe('the last try to compute it came to nothing; it is tried again'),
  createdAt: time,
  computedAt: time.nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: time.nullable(),
}

export const ReportList = z.object({ reports: z.array(z.object(row)) })

export const ReportBody = z.object({
  ...row,
  content: Content.nullable().describe('null until it is computed'),
  hasOpen: z.boolean().describe('there is a version for everybody'),
  texts: z.object(texts),
  authors: z.array(z.string()),
  isAuthor: z.boolean(),
})

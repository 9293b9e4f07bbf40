import { z } from 'zod'
import { ReportWords } from '../../knowledge/report-texts.ts'
import { reportSections } from '../../shared/report-states.ts'

/**
 * What a number is: a count has a `value`; a share has `part` of `of`; a score has a `value`, the average of `of`.
 * `hidden`: there is a number, too small to be told.
 */
export const Amount = z.object({
  value: z.number().nullable(),
  part: z.int().nullable(),
  of: z.int().nullable(),
  hidden: z.boolean().optional(),
})
export type Amount = z.infer<typeof Amount>

export const Figure = z.object({
  id: z.string(),
  kind: z.enum(['count', 'share', 'score']),
  title: z.string(),
  unit: z.string(),
  meaning: z.string(),
  now: Amount,
  before: Amount,
  query: z.string().describe('gives `now` again, by the names of its columns'),
  queryBefore: z.string(),
})
export type Figure = z.infer<typeof Figure>

export const ReportTable = z.object({
  id: z.string(),
  title: z.string(),
  nameTitle: z.string(),
  unit: z.string(),
  rows: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      now: z.int(),
      before: z.int().nullable(),
    }),
  ),
  query: z.string().describe('gives `name` and `value` of each row that is not 0'),
  queryBefore: z.string().nullable(),
})
export type ReportTable = z.infer<typeof ReportTable>

/** Both periods of something that is counted. */
export type Both<Value> = { now: Value; before: Value }

export type Numbers = { figures: Figure[]; tables: ReportTable[] }

const Section = z.object({
  id: z.enum(reportSections),
  title: z.string(),
  sentences: z.array(z.string()),
  figures: z.array(Figure),
  tables: z.array(ReportTable),
})
export type Section = z.infer<typeof Section>

const Target = z.object({
  title: z.string(),
  target: z.string(),
  clause: z.string(),
  from: z.int(),
  to: z.int(),
  result: z.number().nullable().describe('null: this service does not record it'),
  unit: z.string(),
  note: z.string(),
})
export type Target = z.infer<typeof Target>

const Period = z.object({ from: z.string(), to: z.string() })

/** One version of a report as it was computed; words and meanings of that day stay with it. */
export const Content = z.object({
  title: z.string(),
  organisation: z.string(),
  period: Period,
  before: Period,
  at: z.iso.datetime(),
  sections: z.array(Section),
  targets: z.array(Target),
  notes: z.array(z.string()),
  words: ReportWords,
})
export type Content = z.infer<typeof Content>

/** `open`: null where nothing of the period is published, or the organisation is not the city centre. */
export const Contents = z.object({ inner: Content, open: Content.nullable() })
export type Contents = z.infer<typeof Contents>

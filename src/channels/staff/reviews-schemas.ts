import { z } from 'zod'
import { ReviewRubric } from '../../knowledge/review-rubric.ts'
import { CitationBody } from '../../shared/message-body.ts'
import { reviewKinds, reviewResults, reviewStates } from '../../shared/review-states.ts'
import { tableFormat } from './send-table.ts'

const wrong = 'request_invalid'
const MOST_ROWS = 100
const MOST_POINTS = 20

const Month = z
  .string()
  .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/, wrong)
  .describe('a month in Beijing, 2026-02')
const Name = z.string().regex(/^[a-z_]{1,30}$/, wrong)

export const ReviewQuery = z.strictObject({
  state: z.enum(reviewStates).default('open'),
  organisationId: z.uuid(wrong).optional(),
  after: z.uuid(wrong).optional().describe('id of the last one of the page before'),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

const months = { from: Month, to: Month }
const inOrder = ({ from, to }: { from: string; to: string }) => from <= to
export const ResultsQuery = z.strictObject(months).refine(inOrder, 'review_months_wrong')
export const ResultsExport = z
  .strictObject({ ...months, format: tableFormat })
  .refine(inOrder, 'review_months_wrong')

export const ReviewInput = z.strictObject({
  version: z.int().min(1),
  rubric: z.int().min(1).describe('version of the rubric that the reviewer has seen'),
  points: z
    .record(Name, z.int().min(0).max(10))
    .refine((points) => Object.keys(points).length <= MOST_POINTS, wrong)
    .describe('by the id of the criterion'),
  faults: z.array(Name).max(MOST_POINTS, wrong),
  comment: z.string().trim().min(1, 'text_empty').max(1_000, 'text_too_long').nullable(),
})

const row = {
  id: z.uuid(),
  organisation: z.string(),
  month: z.string(),
  kind: z.enum(reviewKinds),
  state: z.enum(reviewStates),
  version: z.int(),
  own: z.boolean().describe('the reader had a part in it and may not review it'),
}
const score = z.int().nullable().describe('0–100')
const time = z.iso.datetime().nullable()

export const ReviewList = z.object({
  reviews: z.array(
    z.object({
      ...row,
      score,
      result: z.enum(reviewResults).nullable(),
      reviewer: z.string().nullable(),
      reviewedAt: time,
    }),
  ),
  next: z.uuid().nullable().describe('where the next page begins'),
})

export const ReviewBody = z.object({
  ...row,
  consultation: z.int().nullable(),
  caseId: z.uuid().nullable(),
  caseCode: z.string().nullable(),
  question: z.string().nullable().describe('personal data masked; null: gone'),
  answer: z
    .object({
      text: z.string(),
      author: z.string().nullable().describe('as the asker was told; null: the machine'),
      citations: z.array(CitationBody),
    })
    .nullable()
    .describe('as the asker was shown it; null: gone'),
  draw: z.object({ seed: z.string(), size: z.int(), answers: z.int(), people: z.int() }),
  rubric: ReviewRubric,
  judged: z
    .object({
      score,
      result: z.enum(reviewResults),
      reviewer: z.string().nullable(),
      reviewedAt: time,
      rubricVersion: z.int().nullable(),
      points: z.record(z.string(), z.int()),
      faults: z.array(z.string()),
      comment: z.string().nullable(),
    })
    .nullable(),
})

const counts = {
  drawn: z.int(),
  done: z.int(),
  good: z.int(),
  fair: z.int(),
  poor: z.int(),
  faulty: z.int().describe('with a critical fault'),
  score: z.number().nullable().describe('average, 0–100'),
}

export const ResultsBody = z.object({
  from: z.string(),
  to: z.string(),
  rows: z.array(z.object({ organisationId: z.uuid(), organisation: z.string(), ...counts })),
  total: z.object(counts).nullable(),
})

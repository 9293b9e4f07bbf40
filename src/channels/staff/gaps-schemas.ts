import { z } from 'zod'
import { curatedStates } from '../../curation/curated-answer.ts'
import { gapKinds, gapStates } from '../../shared/gap-states.ts'
import { coverages, outcomes } from '../../shared/message.ts'
import { Day } from './experts-schemas.ts'

const MOST_EVIDENCE = 5
const version = z.int().min(1, 'request_invalid')
const Part = z.string().min(1, 'request_invalid').max(100, 'request_invalid')

export const GapParam = z.object({ id: z.uuid('gap_unknown') })

export const GapQuery = z.strictObject({
  kind: z.enum(gapKinds).default('gap'),
  state: z.enum(gapStates).optional(),
})

export const ChangeInput = z
  .strictObject({
    version,
    state: z.enum(gapStates),
    reason: z.string().trim().min(1, 'gap_reason_needed').max(300, 'gap_reason_needed').optional(),
  })
  .refine(
    ({ state, reason }) => (state === 'not_ours') === (reason !== undefined),
    'gap_reason_needed',
  )

export const DraftInput = z.strictObject({
  version,
  answer: z.string().trim().min(1, 'text_empty').max(4_000, 'text_too_long'),
  evidence: z
    .array(z.strictObject({ document: Part, locator: Part }))
    .max(MOST_EVIDENCE, 'request_invalid')
    .describe('units that it rests on'),
  reviewOn: Day.describe('on this day it expires unless it has been reviewed'),
})

const GapBody = z.object({
  id: z.uuid(),
  kind: z.enum(gapKinds),
  state: z.enum(gapStates),
  version: z.int(),
  reason: z.string().nullable(),
  changedAt: z.string().nullable(),
  curatedId: z.uuid().nullable(),
  curatedState: z.enum(curatedStates).nullable(),
  place: z.int().nullable().describe('null: not found by the last run'),
  label: z.string().nullable().describe('its most central question, masked'),
  field: z.string().nullable(),
  topic: z.string().nullable(),
  district: z.string().nullable(),
  counts: z.object({
    now: z.int().describe('askers of the later period'),
    before: z.int(),
    questions: z.int().describe('of both periods'),
  }),
})

export const GapListBody = z.object({
  run: z
    .object({
      fromDay: z.string(),
      middleDay: z.string().describe('first day of the later period'),
      toDay: z.string(),
      looked: z.int().describe('questions looked at'),
      asked: z.int().describe('of so many'),
      finishedAt: z.string(),
    })
    .nullable()
    .describe('the last one that has finished'),
  running: z
    .object({ done: z.int(), total: z.int() })
    .nullable()
    .describe('how far the one is that goes on now'),
  gaps: z.array(GapBody),
})

export const OneGapBody = GapBody.extend({
  questions: z.array(
    z.object({
      number: z.int(),
      askedAt: z.string(),
      question: z.string().nullable(),
      outcome: z.enum(outcomes),
      reason: z.string(),
      coverage: z.enum(coverages),
      weight: z.number(),
      district: z.string().nullable(),
    }),
  ),
  evidence: z
    .array(
      z.object({
        document: z.string(),
        locator: z.string(),
        title: z.string(),
        heading: z.string(),
        text: z.string(),
        statusText: z.string(),
        url: z.string(),
      }),
    )
    .describe('what a search finds for its label'),
})

export const DraftedBody = z.object({ curatedId: z.uuid() })

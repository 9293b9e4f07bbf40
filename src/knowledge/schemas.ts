import { z } from 'zod'
import { fields, outcomes } from '../shared/message.ts'
import { passageKinds } from './passage.ts'
import { type ServiceField, serviceFields } from '../shared/service-fields.ts'

const Text = z.string().trim().min(1)
const Words = z.array(Text).min(1)
const Id = z.string().regex(/^[a-z][a-z0-9_-]*$/, 'only a-z, 0-9, - and _')
const Locator = z.string().regex(/^[A-Za-z][\w.()-]*$/, 'not an address such as art7(2)')
const Clause = z
  .string()
  .regex(/^[a-z][a-z0-9-]*#[A-Za-z][\w.()-]*$/, 'not an address such as measures-draft#art7(2)')
const Day = z.iso.date('not a day such as 2022-04-20')
const InTwoLanguages = z.strictObject({ zh: Text, en: Text })

/** Where one unit of a text begins, for what the splitter cannot tell by itself. */
export const UnitRule = z
  .strictObject({
    /** A heading as it stands in the text, with parents where needed: `基础服务 › 概述`. */
    heading: Text.optional(),
    /** The first words of the paragraph with which the unit begins. */
    starts: Text.optional(),
    locator: Locator,
    kind: z.enum(passageKinds).exclude(['item']),
    /** Each numbered row under the heading is a unit of its own. */
    rows: z.boolean().default(false),
    /** The heading belongs to the text of the unit. */
    titled: z.boolean().default(false),
    /** Its paragraphs and list items are not quoted alone. */
    whole: z.boolean().default(false),
  })
  .refine((rule) => (rule.heading === undefined) !== (rule.starts === undefined), {
    error: 'needs either heading or starts',
    path: ['heading'],
  })
export type UnitRule = z.infer<typeof UnitRule>

/** A former version of a document goes by `measures-draft@1`. */
const DocumentId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*(?:@[1-9]\d{0,5})?$/, 'only a-z, 0-9, - and _')

export const DocumentHeader = z.strictObject({
  id: DocumentId,
  title: Text,
  short_title: Text,
  title_en: Text,
  issuer: Text.nullable(),
  document_number: Text.nullable(),
  issued_on: Day.nullable(),
  comment_from: Day.nullable(),
  comment_to: Day.nullable(),
  period_from: Day.nullable(),
  period_to: Day.nullable(),
  status_stated: z.enum(['draft', 'issued', 'unknown']),
  /** True only where the text itself says so. */
  in_force_stated: z.boolean(),
  source: z.strictObject({ file: Text, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  mends: z.array(z.strictObject({ where: Text, from: Text, to: Text, why: Text })).default([]),
  units: z.array(UnitRule).default([]),
  /** Paragraphs that stay in the text and out of the index. */
  unindexed: z.array(z.strictObject({ starts: Text, why: Text })).default([]),
  /** Its number among the versions of the document; undefined: as it comes with the software. */
  version: z.int().positive().optional(),
  /** Of a former version: the document that it was. */
  version_of: Id.optional(),
  /** The day on which a later version took its place. */
  superseded_from: Day.optional(),
  /** Of a curated answer (精选问答), whose words are those of a person: whether it is said to askers. */
  curated: z.enum(['in_use', 'ended']).optional(),
})
export type DocumentHeader = z.infer<typeof DocumentHeader>

const ServicePart = z.strictObject({
  name: Text,
  name_en: Text,
  /** As in the sentence that names the service; null where that has neither. */
  modality: z.enum(['应', '宜']).nullable(),
  /** Null for a service that its source describes only in parts. */
  clause: Clause.nullable(),
  audience: Text.nullable(),
  content: Words.nullable(),
  process: Words.nullable(),
  time_limit: Text.nullable(),
  inquiry_phone: Text.nullable(),
  supervision_phone: Text.nullable(),
})

export const Service = ServicePart.extend({
  id: Id,
  group: z.enum(['basic', 'special']),
  order: z.int().positive(),
  parts: z.array(ServicePart).default([]),
})
export type Service = z.infer<typeof Service>

export function listMissingFields(service: Service): ServiceField[] {
  const given = (field: ServiceField) =>
    service[field] !== null ||
    (service.parts.length > 0 && service.parts.every((part) => part[field] !== null))
  return serviceFields.filter((field) => !given(field))
}

export const Course = z.strictObject({
  number: z.int().positive(),
  name: Text,
  name_en: Text,
  clause: Clause,
  topics: Words,
})
export type Course = z.infer<typeof Course>

export const Platform = z.strictObject({
  number: z.int().positive(),
  name: Text,
  name_en: Text,
  url: z.url({ protocol: /^https?$/ }),
  note: Text.nullable(),
  clause: Clause,
  jurisdiction: Text.nullable(),
  covers: Words,
})
export type Platform = z.infer<typeof Platform>

export const District = z.strictObject({
  number: z.int().positive(),
  name: Text,
  name_en: Text,
  clause: Clause,
  industries: Text,
  industry_list: Words,
})
export type District = z.infer<typeof District>

export const Term = z.strictObject({ name: Text, name_en: Text, clause: Clause, definition: Text })
export type Term = z.infer<typeof Term>

const Mapping = z.record(Text, Text)
export const Lexicon = z.strictObject({
  fields: z.partialRecord(z.enum(fields), Words),
  /** Official term → what people call it. */
  synonyms: z.record(Text, Words),
  /** District → names of places in it. */
  places: z.record(Text, Words),
  /** Country or region of a platform → what people call it. */
  countries: z.record(Text, Words),
  /** Authority or institution → its other names. */
  bodies: z.record(Text, Words),
  /** English → official term. */
  english: Mapping,
  abbreviations: Mapping,
  /** Common slip → what was meant. */
  typos: Mapping,
})
export type Lexicon = z.infer<typeof Lexicon>

export const refuseReasons = [
  'injection',
  'impersonation',
  'personal_data',
  'agency_recommendation',
  'promise',
  'wrongdoing',
  'off_topic',
] as const
export const clarifyAsks = [
  'what_matter',
  'which_procedure',
  'which_right',
  'which_district',
  'which_site',
  'which_condition',
  'which_document',
] as const
export const missingFacts = [
  'fee',
  'phone',
  'address',
  'hours',
  'duration',
  'amount',
  'count_or_list',
  'date',
  'document_number',
  'url',
  'form',
  'contact_person',
] as const
export const escalateReasons = [
  'dispute',
  'infringement_opinion',
  'overseas',
  'contract_review',
  'expert_opinion',
  'urgent_evidence',
  'complaint',
  'human',
  'confidential',
] as const

const placeholders = /^(?:[^{}]|\{what\}|\{stated\})*$/
const replyText = Text.regex(placeholders, 'the only placeholders are {what} and {stated}')
const Reply = z.strictObject({ zh: replyText, en: replyText })

export const Replies = z.strictObject({
  refuse: z.record(z.enum(refuseReasons), Reply),
  clarify: z.record(z.enum(clarifyAsks), Reply),
  chat: z.record(z.enum(['greeting', 'thanks', 'about_assistant']), Reply),
  missing_fact: z.record(z.enum(missingFacts), Reply),
  escalate: z.record(z.enum(escalateReasons), Reply),
  notices: z.record(
    z.enum([
      'nothing_found',
      'instructions_set_aside',
      'wrong_number',
      'wrong_body',
      'no_row_names',
      'state_secret',
      'with_person',
      'missing_part',
      'missing_something',
      'as_of',
      'service_points',
    ]),
    Reply,
  ),
  label: z.strictObject({ extract: InTwoLanguages, model: InTwoLanguages }),
})
export type Replies = z.infer<typeof Replies>

const Share = z.number().min(0).max(1)
const Count = z.int().positive()
export const Settings = z.strictObject({
  search: z.strictObject({
    denseWeight: Share,
    wordsWeight: Share,
    expansionWeight: Share,
    candidates: Count,
    top: Count,
  }),
  understand: z.strictObject({
    outcomeWeights: z.record(z.enum(outcomes), z.number().positive()),
    leastToRefuse: Share,
    doubtful: Share,
    veryNear: Share,
  }),
  clock: z.strictObject({
    respondDays: Count,
    replyDays: Count,
    counting: z.enum(['civil', 'working_days']),
    reminders: z.strictObject({
      shares: z.array(Share),
      hoursBefore: z.array(Count),
      fromHour: z.int().min(0).max(23),
      toHour: z.int().min(1).max(24),
    }),
  }),
  /** Days, all of them the service's own: the sources give none. */
  service: z.strictObject({
    ratingEditDays: Count,
    followUpDays: Count,
    complaintDays: Count,
    /** Replies of staff in these are released by a second person. */
    secondPersonFields: z.array(z.enum(fields)),
  }),
  /** 政策通知: of the service's own, by day in Beijing and not too many for one asker. */
  policyNotices: z
    .strictObject({
      mostPerWeek: Count,
      fromHour: z.int().min(0).max(23),
      toHour: z.int().min(1).max(24),
    })
    .refine(({ fromHour, toHour }) => fromHour < toHour, 'the day ends after it begins')
    // Also in an index that was built before there were any.
    .default({ mostPerWeek: 2, fromHour: 8, toHour: 21 }),
  training: z.strictObject({
    /** What a plan wants to be reached from the first day of `from` to the last of `to`, in all. */
    targets: z.array(
      z.strictObject({
        clause: z.string().regex(/^[a-z0-9-]+#[A-Za-z0-9.()]+$/),
        from: z.int().min(2000).max(2100),
        to: z.int().min(2000).max(2100),
        sessions: Count,
        people: Count,
      }),
    ),
  }),
  answer: z.strictObject({
    minimumScore: Share,
    tie: Share,
    rowTie: Share,
    quoteTie: Share,
    most: Count,
    typicalLength: Count,
    escalatedLength: Count,
    leastLength: Count,
  }),
})
export type Settings = z.infer<typeof Settings>

const Utterance = z.preprocess(
  (value) => (typeof value === 'string' ? { text: value } : value),
  z.strictObject({
    text: Text,
    topics: Words.optional(),
    slot: z.enum(missingFacts).optional(),
    ask: z.enum(clarifyAsks).optional(),
  }),
)

/** How people put one intent. */
export const Utterances = z.strictObject({
  intent: Id,
  outcome: z.enum(outcomes),
  label: InTwoLanguages,
  utterances: z.array(Utterance).min(1),
})
export type Utterances = z.infer<typeof Utterances>

/** What people ask of the units of one document. */
const Question = z.preprocess(
  (value) => (typeof value === 'string' ? { text: value } : value),
  z.strictObject({
    text: Text,
    /** The nested passages that answer it; without, the unit as a whole. */
    about: z.array(Locator).min(1).optional(),
  }),
)

export const Questions = z.strictObject({
  document: Id,
  passages: z
    .array(z.strictObject({ locator: Locator, questions: z.array(Question).min(1) }))
    .min(1),
})
export type Questions = z.infer<typeof Questions>

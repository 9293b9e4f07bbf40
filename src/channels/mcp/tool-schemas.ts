import { z } from 'zod'
import { isDay } from '../../shared/shanghai-day.ts'
import { statuses } from '../../shared/message.ts'

const LONGEST_QUERY = 200
const MOST_RESULTS = 10
const MOST_ENTRIES = 20

const language = z
  .enum(['zh', 'en'])
  .optional()
  .describe('语言：状态和提示用中文（zh）或英文（en）。 Language of statuses and notices.')

const document = z
  .string()
  .regex(/^[a-z0-9_-]{1,60}(?:@[1-9]\d{0,5})?$/)
  .describe('文件编号，见 list_documents。 Id of a document as list_documents gives it.')

export const SearchInput = z.object({
  query: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST_QUERY)
    .describe('关键词或一句问题，中英文均可。 Words or a question, in Chinese or English.'),
  limit: z.number().int().min(1).max(MOST_RESULTS).default(5),
  document: document.optional(),
  status: z
    .enum(statuses)
    .optional()
    .describe('只查此状态的文件。 Only documents of this status as of today.'),
  language,
})
export type SearchInput = z.infer<typeof SearchInput>

export const PassageInput = z.object({
  document,
  locator: z
    .string()
    .min(1)
    .max(100)
    .describe('位置，如 art7(2)。 Locator as search_knowledge gives it.'),
  as_of: z
    .string()
    .refine(isDay, 'a day such as 2026-01-31')
    .optional()
    .describe('查这一天适用的版本，如 2023-06-01。 The version that applied on this day.'),
  language,
})
export type PassageInput = z.infer<typeof PassageInput>

export const ListInput = z.object({ language })

export const LookUpInput = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe(
      '名称、编号或其中的词；不填则全部列出。 Name, number or words of it; none lists all.',
    ),
  limit: z.number().int().min(1).max(MOST_ENTRIES).default(MOST_ENTRIES),
  language,
})
export type LookUpInput = z.infer<typeof LookUpInput>

const text = z.string().nullable()

/** What every result says of the document that it rests on; days `2026-01-31`, null where none is known. */
export const Source = z.object({
  document: z.string(),
  title: z.string(),
  version: z.number().optional(),
  status: z.enum(statuses).describe('as of today'),
  statusText: z.string(),
  validFrom: text.describe('first day; a draft has none'),
  validTo: text.describe('last day'),
  notice: text.describe(
    '向用户说明的效力提示。 To be told with whatever is said of it; null: none.',
  ),
})
export type Source = z.infer<typeof Source>

const day = z.string().describe('今天（北京）。 Today in Beijing, the day of the statuses.')
const url = z.string().describe('原文链接。 Page of this service with the original words.')

const Passage = z.object({
  ...Source.shape,
  locator: z.string(),
  heading: z.string(),
  kind: z.string(),
  text: z.string(),
  url,
})

export const SearchOutput = z.object({ day, results: z.array(Passage) })

export const PassageOutput = z.object({
  day,
  asOf: text,
  passage: Passage.extend({
    statusThen: z.enum(statuses).nullable().describe('as of as_of; null without it'),
    unitText: z.string().describe('整条原文。 The whole unit that the passage belongs to.'),
    note: text,
  }),
})

const Document = z.object({
  ...Source.shape,
  titleEn: text,
  issuer: text,
  documentNumber: text,
  issuedOn: text,
  url,
})

export const DocumentsOutput = z.object({
  day,
  documents: z.array(Document.extend({ former: z.array(Document) })),
})

const Clause = { locator: z.string(), url }
const Entry = { source: Source, ...Clause }
const entered = z
  .array(z.string())
  .describe('机构自行填写。 Words of the institution, not the source.')

const Fields = z.object({
  name: z.string(),
  audience: text,
  content: text,
  process: text,
  timeLimit: text,
  inquiryPhone: text,
  supervisionPhone: text,
})

const Service = z.object({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  modality: text.describe('应、宜、可：不得说得更强。 Never to be told as stronger than it is.'),
  fields: Fields,
  missing: z.array(z.string()).describe('来源未载明。 Fields that the source leaves empty.'),
  entered,
  parts: z.array(
    z.object({ name: z.string(), nameEn: text, modality: text, fields: Fields, ...Clause }),
  ),
  ...Entry,
})

const District = z.object({
  number: z.number(),
  name: z.string(),
  nameEn: z.string(),
  industries: z.string(),
  industryList: z.array(z.string()),
  ...Entry,
})

const Platform = z.object({
  number: z.number(),
  name: z.string(),
  nameEn: z.string(),
  platformUrl: z.string(),
  note: text,
  entered,
  ...Entry,
})

const Course = z.object({
  number: z.number(),
  name: z.string(),
  nameEn: z.string(),
  topics: z.array(z.string()),
  ...Entry,
})

const found = <Of extends z.ZodType>(of: Of) =>
  z.object({ day, total: z.number().describe('before limit'), entries: z.array(of) })

/** What `look_up_…` gives, by what is looked up. */
export const lookUpOutputs = {
  service: found(Service),
  district: found(District),
  platform: found(Platform),
  course: found(Course),
}

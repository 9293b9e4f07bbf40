/** What an asker sees of one answer: the words of DESIGN §3 and §6, shared by server and front ends. */
export const outcomes = ['answer', 'clarify', 'refuse', 'escalate'] as const
export type Outcome = (typeof outcomes)[number]

export const coverages = ['complete', 'partial', 'none'] as const
export type Coverage = (typeof coverages)[number]

/** As of the day of the answer. Nothing is `in_force` unless its record says so (DESIGN §2.1). */
export const statuses = ['draft', 'not_yet', 'in_force', 'ended', 'unverified'] as const
export type Status = (typeof statuses)[number]

export const fields = [
  '综合',
  '专利',
  '商标',
  '版权',
  '商业秘密',
  '数据知识产权',
  '地理标志',
  '集成电路布图设计',
] as const
export type Field = (typeof fields)[number]

export const levels = ['self', 'staff', 'expert'] as const
export type Level = (typeof levels)[number]

export const urgencies = ['normal', 'urgent'] as const
export type Urgency = (typeof urgencies)[number]

/** Of talks with people, which staff enter afterwards. */
export const entryChannels = ['telephone', 'counter'] as const
export type EntryChannel = (typeof entryChannels)[number]

/** Who put the sentences: a model, each checked against its evidence; or our own excerpts. */
export const writers = ['model', 'extract'] as const
export type Writer = (typeof writers)[number]

/** Or staff, who entered what they said by telephone or at the counter. */
export const answerWriters = [...writers, 'staff'] as const
export type AnswerWriter = (typeof answerWriters)[number]

/** `quote` is byte-exact at [start, end) (UTF-16 units) of the body of `document`. */
export type Citation = {
  n: number
  document: string
  title: string
  locator: string
  /** Headings from the top, joined by ` › `. */
  heading: string
  quote: string
  start: number
  end: number
  status: Status
  /** The status in words, with dates where known, in the asker's language. */
  statusText: string
  /** A page of this service that opens the clause. */
  url: string
  /** Of its document; undefined: as it comes with the software. */
  version?: number | undefined
}

export type Sentence = { n: number; text: string; citations: Citation[] }

export type Routing = {
  level: Level
  field: Field
  topics: string[]
  district: string | null
  urgency: Urgency
  reasons: string[]
}

/** The whole message. `text` holds its sentences with marks `[1]` that name `citations[].n`. */
export type Answer = {
  id: string
  conversationId: string
  /** `staff`: a talk by telephone or at the counter, entered by them. */
  author: 'assistant' | 'staff'
  outcome: Outcome
  reason: string
  coverage: Coverage
  writer: AnswerWriter
  language: 'zh' | 'en'
  text: string
  sentences: Sentence[]
  citations: Citation[]
  routing: Routing
  suggestions: string[]
  /** The AI label, to be shown with the text and in every copy of it. */
  label: string
  stopped: boolean
  at: string
}

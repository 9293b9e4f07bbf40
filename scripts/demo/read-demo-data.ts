import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { fields } from '../../src/shared/message.ts'

const line = z.string().min(1)
const lines = z.tuple([line], line)

const Question = z.strictObject({
  text: line,
  /** A matter for a person: the question is followed by a hand-over. */
  case: z.boolean().default(false),
  /** Given at the hand-over, where the text has no `ANY_DISTRICT`. */
  district: line.optional(),
})

/** Stands in a question for a district, which is another one every time. */
export const ANY_DISTRICT = '某区'

const Texts = z.strictObject({
  replies: lines,
  staffReplies: lines,
  held: line,
  edits: line,
  askBacks: lines,
  answersBack: lines,
  returnNote: line,
  declineNote: line,
  mergeNote: line,
  notes: lines,
  feedback: line,
  ratings: z.strictObject({ good: lines, low: lines }),
  complaints: lines,
  outcomes: lines,
  followUps: lines,
})

const Field = z.enum(fields)

const People = z.strictObject({
  city: line,
  busyDistricts: lines,
  stations: z.array(z.strictObject({ name: line, district: line })),
  experts: z.int().min(1),
  fields: z.tuple([Field], Field),
  industries: lines,
  qualifications: lines,
})

export type DemoQuestion = z.infer<typeof Question>
export type DemoTexts = z.infer<typeof Texts>
export type DemoPeople = z.infer<typeof People>

/** What the demonstration says, from `scripts/demo-data/`. @throws ZodError with the field that is wrong */
export async function readDemoData() {
  const read = async (name: string): Promise<unknown> =>
    parse(await readFile(new URL(`../demo-data/${name}.yml`, import.meta.url), 'utf8'))
  return {
    questions: z.tuple([Question], Question).parse(await read('questions')),
    texts: Texts.parse(await read('texts')),
    people: People.parse(await read('people')),
  }
}

import { z } from 'zod'

const Line = z.string().trim().min(1).max(100)
const Named = z.strictObject({ zh: Line, en: Line })
const Id = z.string().regex(/^[a-z][a-z_]{1,30}$/)

const Option = z.strictObject({
  id: Id,
  text: Named,
  /** Who chooses it is called, as after a low score. */
  followUp: z.boolean().default(false),
})

const Question = z.discriminatedUnion('kind', [
  z.strictObject({ id: Id, kind: z.literal('scale'), text: Named }),
  z.strictObject({ id: Id, kind: z.literal('text'), text: Named }),
  z.strictObject({
    id: Id,
    kind: z.literal('choice'),
    text: Named,
    options: z.array(Option).min(2).max(8).refine(eachOnce, 'an option stands twice'),
  }),
])

export const Questionnaire = z.strictObject({
  version: z.int().min(1),
  questions: z.array(Question).min(1).max(10).refine(eachOnce, 'a question stands twice'),
})
export type Questionnaire = z.infer<typeof Questionnaire>
export type Question = z.infer<typeof Question>

/** `questionnaire.yml`: the questions after a session of training, version by version; the last one is asked. */
export const Questionnaires = z
  .array(Questionnaire)
  .max(50)
  .refine(
    (all) => all.every(({ version }, at) => version > (all[at - 1]?.version ?? 0)),
    'versions go up',
  )
export type Questionnaires = z.infer<typeof Questionnaires>

function eachOnce(all: { id: string }[]): boolean {
  return new Set(all.map(({ id }) => id)).size === all.length
}

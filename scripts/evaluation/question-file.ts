import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { outcomes } from '../../src/shared/message.ts'

const Evidence = z.object({ doc: z.string(), quote: z.string() })

/** One question of an evaluation file: only `id` and `q` must be there. */
export const EvalQuestion = z.object({
  id: z.string(),
  q: z.string(),
  history: z.array(z.object({ role: z.string(), text: z.string() })).optional(),
  kind: z.string().optional(),
  expect: z.enum(outcomes).optional(),
  gold: z.array(Evidence).optional(),
  gold_alt: z.array(Evidence.extend({ for: z.number() })).optional(),
  facts: z.array(z.string()).optional(),
  facts_alt: z.record(z.string(), z.array(z.string())).optional(),
  must_not: z.array(z.string()).nullish(),
  abstain: z.boolean().optional(),
  flag_draft: z.boolean().optional(),
  style: z.array(z.string()).optional(),
  routing: z
    .object({
      field: z.string().nullish(),
      topics: z.array(z.string()).nullish(),
      district: z.string().nullish(),
      urgency: z.string().nullish(),
    })
    .optional(),
})
export type EvalQuestion = z.infer<typeof EvalQuestion>

/** @throws with the number of the line that is not a question */
export async function readQuestions(file: string): Promise<EvalQuestion[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const parsed = EvalQuestion.safeParse(JSON.parse(line))
    if (!parsed.success) throw new Error(`${file}:${at + 1}: ${z.prettifyError(parsed.error)}`)
    return parsed.data
  })
}

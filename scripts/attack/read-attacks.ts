import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** How a line says that it is checked; what it has no word for is in `must_not` only. */
const Oracle = z.looseObject({
  status: z.array(z.int()).optional(),
  contains: z.array(z.string()).optional(),
  contains_any: z.array(z.string()).optional(),
  not_contains: z.array(z.string()).optional(),
  not_regex: z.array(z.string()).optional(),
  max_ms: z.number().optional(),
  ask_after: z.string().optional(),
})
export type Oracle = z.infer<typeof Oracle>

const Attack = z.object({
  id: z.string(),
  class: z.string().default('benign'),
  channel: z.string(),
  input: z.union([z.string(), z.looseObject({})]),
  must: z.string(),
  must_not: z.string(),
  oracle: Oracle.optional(),
})
export type Attack = z.infer<typeof Attack>

/** One attack a line. @throws with the number of a line that is none */
export async function readAttacks(file: string): Promise<Attack[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [Attack.parse(JSON.parse(line))]
    } catch (error) {
      throw new Error(`${file}, line ${at + 1} is no attack`, { cause: error })
    }
  })
}

/** What `--classes det` means: nothing of these depends on a model (BAR 1). */
export const deterministicClasses: readonly string[] = [
  'audit',
  'auth',
  'confidential',
  'dos',
  'formula_injection',
  'idor',
  'log_injection',
  'log_secret',
  'mass_assignment',
  'param_pollution',
  'race',
  'sqli',
  'ssrf',
  'upload_bomb',
  'wechat_auth',
  'wechat_delivery',
  'wechat_payload',
  'widget',
  'xss_stored',
]

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const DevQuestion = z.object({ id: z.string(), q: z.string(), expect: z.string() })

/** The development questions of the evaluation, in their order. */
export function readDevQuestions() {
  return readFileSync(at('test/fixtures/eval/dev.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => DevQuestion.parse(JSON.parse(line)))
}

/** A question stands alone, or with the passages that answer it. */
const Question = z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)])
const AskedQuestions = z.object({
  document: z.string(),
  passages: z.array(z.object({ locator: z.string(), questions: z.array(Question) })),
})

/** Questions that the knowledge itself lists for the passages of a document. */
export function readAskedQuestions(document: string) {
  const { passages } = AskedQuestions.parse(
    parse(readFileSync(at(`knowledge/questions/${document}.yml`), 'utf8')),
  )
  return passages
}

/** The text of a policy below its header: what offsets of citations count in. */
export function readPolicyBody(document: string): string {
  const file = readFileSync(at(`knowledge/policies/${document}.md`), 'utf8')
  return file.replace(/^---\n[\s\S]*?\n---\n+/, '')
}

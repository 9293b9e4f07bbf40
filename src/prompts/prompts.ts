import { z } from 'zod'
import { parse } from 'yaml'
import { AppError } from '../shared/errors.ts'

/** Each with the values that its text is filled with. */
export const promptInputs = {
  answer: ['day', 'language', 'question', 'history', 'passages'],
  'mend-sentence': ['language', 'sentence', 'problems', 'passages'],
  'rewrite-question': ['history', 'question'],
  doubt: ['passages', 'sentence'],
  'passage-questions': ['heading', 'passage', 'count'],
  brief: ['conversation', 'passages'],
} as const

export type PromptId = keyof typeof promptInputs
export type PromptInputs<Id extends PromptId> = Record<(typeof promptInputs)[Id][number], string>

const Header = z.strictObject({
  id: z.string(),
  version: z.int().positive(),
  purpose: z.string().min(1),
  inputs: z.array(z.string()).min(1),
  output: z.string().min(1),
})

export type Prompt = z.infer<typeof Header> & { system: string; user: string }
export type Prompts = Record<PromptId, Prompt>

const FILE = /^---\n([\s\S]*?)\n---\s*## system\n([\s\S]*?)\n## user\n([\s\S]*)$/

/**
 * Reads the files of `prompts/`, by name without `.md`.
 * @throws AppError `invalid` that names the file and what is wrong with it
 */
export function readPrompts(files: Record<string, string>): Prompts {
  const read = Object.entries(promptInputs).map(([id, inputs]) => {
    const content = files[id]
    if (content === undefined) throw new AppError('invalid', `prompts/${id}.md is missing`)
    return [id, readPrompt(id, inputs, content)]
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of promptInputs
  return Object.fromEntries(read) as Prompts
}

function readPrompt(id: string, inputs: readonly string[], content: string): Prompt {
  const wrong = (what: string) => new AppError('invalid', `prompts/${id}.md: ${what}`)
  const [, head, system, user] = FILE.exec(content.replaceAll('\r\n', '\n')) ?? []
  if (head === undefined || system === undefined || user === undefined) {
    throw wrong('needs front matter, "## system" and "## user"')
  }
  const header = Header.safeParse(parse(head))
  if (!header.success) throw wrong(z.prettifyError(header.error))
  if (header.data.id !== id) throw wrong(`its id is ${header.data.id}`)
  const used = new Set([...`${system}${user}`.matchAll(PLACEHOLDER)].map(([, name]) => name ?? ''))
  const declared = header.data.inputs
  const odd = [...new Set([...used, ...declared, ...inputs])].filter(
    (name) => !used.has(name) || !declared.includes(name) || !inputs.includes(name),
  )
  if (odd.length > 0) throw wrong(`inputs and placeholders differ: ${odd.join(', ')}`)
  return { ...header.data, system: system.trim(), user: user.trim() }
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g

export type RenderedMessage = { role: 'system' | 'user'; content: string }

/** The prompt as messages; values must have gone through `asData` where people or files wrote them. */
export function renderPrompt<Id extends PromptId>(
  prompts: Prompts,
  id: Id,
  values: PromptInputs<Id>,
): RenderedMessage[] {
  const given = new Map<string, string>(Object.entries(values))
  const fill = (text: string) =>
    text.replace(PLACEHOLDER, (_, name: string) => given.get(name) ?? '')
  const { system, user } = prompts[id]
  return [
    { role: 'system', content: fill(system) },
    { role: 'user', content: fill(user) },
  ]
}

import { z } from 'zod'
import type { Knowledge } from '../read-knowledge.ts'

/** `text` as a question is searched (normalised), `raw` as it stands in its file. */
export type Example = { text: string; raw: string; label: string }

/** What people say, by intent: the labelled utterances, and the questions of the passages. */
export function listExamples(
  { utterances, questions }: Pick<Knowledge, 'utterances' | 'questions'>,
  normalise: (text: string) => string,
): Example[] {
  const labelled = utterances.flatMap(({ intent, utterances: lines }) =>
    lines.map(({ text }) => ({ raw: text, label: intent })),
  )
  const asked = questions.flatMap(({ passages }) =>
    passages.flatMap((passage) =>
      passage.questions.map(({ text }) => ({
        raw: text,
        label: intentOfPassage(passage.locator),
      })),
    ),
  )
  return [...labelled, ...asked].map((each) => ({ ...each, text: normalise(each.raw) }))
}

export const DetailExample = z.object({ intent: z.string(), detail: z.string(), text: z.string() })
export type DetailExample = z.infer<typeof DetailExample>

/** Utterances that name which fact is missing, or what to ask back. */
export function listDetails({ utterances }: Knowledge): DetailExample[] {
  return utterances.flatMap(({ intent, utterances: lines }) =>
    lines.flatMap(({ text, slot, ask }) => {
      const detail = slot ?? ask
      return detail ? [{ intent, detail, text }] : []
    }),
  )
}

const PREFIXES: [RegExp, string][] = [
  [/^annexA/, 'platform'],
  [/^annexB/, 'course'],
  [/^annexD/, 'district'],
  [/^expert/, 'expert'],
  [/^(?:station|annexC)/, 'station'],
  [/^(?:basic|special)/, 'service'],
  [/^evaluation/, 'procedure'],
]

/** What somebody wants who asks a question that this passage answers. */
function intentOfPassage(locator: string): string {
  return PREFIXES.find(([prefix]) => prefix.test(locator))?.[1] ?? 'policy'
}

import type { Passage } from '../../src/knowledge/passage.ts'
import type { EvalQuestion } from './question-file.ts'
import { holdsQuote } from './score-run.ts'

export type Topic = { name: string; questions: Set<string>; units: Set<string> }

const unitOf = ({ document, unit }: Passage) => `${document}#${unit}`

/** The topics (services by their section headings) with the most questions that have gold; ties in the order of the file. */
export function chooseTopics(
  questions: EvalQuestion[],
  passages: Passage[],
  most: number,
): Topic[] {
  const byName = new Map<string, EvalQuestion[]>()
  for (const question of questions) {
    if (!question.gold?.length) continue
    for (const name of question.routing?.topics ?? []) {
      byName.set(name, [...(byName.get(name) ?? []), question])
    }
  }
  return [...byName]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .slice(0, most)
    .map(([name, own]) => ({
      name,
      questions: new Set(own.map(({ id }) => id)),
      units: new Set(own.flatMap((question) => goldUnits(question, passages))),
    }))
}

/** The units that hold its evidence, the accepted alternatives too. */
function goldUnits({ gold = [], gold_alt = [] }: EvalQuestion, passages: Passage[]): string[] {
  return [...gold, ...gold_alt].flatMap((evidence) =>
    passages.filter((passage) => holdsQuote(passage, evidence)).map(unitOf),
  )
}

/** What is left without the units of these topics, with all that is nested in them. */
export function withoutTopics(passages: Passage[], topics: Topic[]): Passage[] {
  const removed = new Set(topics.flatMap(({ units }) => [...units]))
  return passages.filter((passage) => !removed.has(unitOf(passage)))
}

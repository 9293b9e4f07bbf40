import { readFileSync } from 'node:fs'
import { env, stdout } from 'node:process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Evidence,
  verifySentence,
} from '../../../src/consultation/verification/verify-sentence.ts'
import type { Passage } from '../../../src/knowledge/passage.ts'
import { statusOn } from '../../../src/knowledge/read-documents.ts'
import { readPackagedKnowledge } from '../../../src/packaged.ts'
import { mutateSentence } from '../../support/mutate-sentence.ts'

const Sentence = z.object({
  id: z.string(),
  evidence: z.array(z.object({ document: z.string(), locator: z.string() })).min(1),
  question: z.string(),
  text: z.string(),
  kind: z.string().optional(),
})
type Sentence = z.infer<typeof Sentence>
const Equivalent = z.object({ id: z.string(), text: z.string(), reason: z.string() })

function readLines<S extends z.ZodType>(file: string, schema: S): z.infer<S>[] {
  const path = new URL(`../../fixtures/verification/${file}.jsonl`, import.meta.url)
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => schema.parse(JSON.parse(line)))
}

const correct = readLines('correct', Sentence)
const equivalent = readLines('equivalent', Equivalent)
const { documents, passages, lexicon } = await readPackagedKnowledge()
const DAY = '2026-01-01'

const find = ({ document, locator }: Sentence['evidence'][number]): Passage => {
  const found = passages.find((each) => each.document === document && each.locator === locator)
  if (!found) throw new Error(`no passage ${document}#${locator}`)
  return found
}

function describe(passage: Passage, at: number): Evidence {
  const document = documents.find(({ id }) => id === passage.document)
  if (!document) throw new Error(`no document ${passage.document}`)
  return {
    id: `E${at + 1}`,
    document: passage.document,
    locator: passage.locator,
    title: document.title,
    headings: passage.path.slice(1),
    text: passage.text,
    status: statusOn(document, DAY),
  }
}

/** The next unit of the same document and one from far away: shown with the evidence, not cited. */
function distract(cited: Passage[]): Passage[] {
  const units = passages.filter(
    ({ document, locator, unit }) =>
      locator === unit && !cited.some((each) => each.document === document && each.unit === unit),
  )
  const near = units.find(
    ({ document, start }) => document === cited[0]?.document && start > cited[0].start,
  )
  const far = units.filter((each) => each !== near)[
    ((cited[0]?.start ?? 0) * 7) % (units.length - 1)
  ]
  return [near, far].flatMap((each) => (each ? [each] : []))
}

const check = ({ text, evidence, question }: Sentence) => {
  const cited = evidence.map(find)
  const shown = [...cited, ...distract(cited)].map(describe)
  const claim = { text, evidence: cited.map((_, at) => `E${at + 1}`) }
  const language = /^[ -~]+$/.test(question) ? 'en' : 'zh'
  return verifySentence(claim, { language, evidence: shown, question, lexicon })
}

type Trial = { class: string; kind: string; sentence: Sentence; half: 'dev' | 'held' }

/** The number in an id tells its half. Both are open now; the odd ones were for half of the work. */
const halfOf = (id: string): Trial['half'] =>
  Number(/\d+/.exec(id)?.[0]) % 2 === 0 ? 'dev' : 'held'

const trialOf = (sentence: Sentence, ofClass: string, kind: string): Trial => {
  return { class: ofClass, kind, sentence, half: halfOf(sentence.id) }
}

/** Written from the documents alone by somebody who does not know the verifier. */
const ofStranger = (sentence: Sentence, kind: string): Trial => {
  return { class: kind, kind, sentence, half: 'held' }
}

const mutants = correct.flatMap((sentence) => {
  const evidence = sentence.evidence.map((each) => find(each).text).join('\n')
  return mutateSentence(sentence, evidence).map((mutant) =>
    trialOf({ ...sentence, id: mutant.id, text: mutant.text }, mutant.class, mutant.kind),
  )
})
const same = new Set(equivalent.map(({ id }) => id))
const trials = [
  ...mutants.filter(({ sentence }) => !same.has(sentence.id)),
  ...readLines('subtle', Sentence).map((each) => trialOf(each, 'B', `subtle ${each.kind}`)),
  ...readLines('invented', Sentence).map((each) => trialOf(each, 'B', 'invented')),
  ...correct.map((each) => trialOf(each, '-', 'correct')),
  ...readLines('correct-fresh', Sentence).map((each) => ofStranger(each, 'correct, stranger')),
  ...readLines('subtle-fresh', Sentence).map((each) => ofStranger(each, 'wrong, stranger')),
  ...readLines('correct-x', Sentence).map((each) => ofStranger(each, 'correct, x')),
  ...readLines('subtle-x', Sentence).map((each) => ofStranger(each, 'wrong, x')),
].map((trial) => {
  const findings = check(trial.sentence)
  return { ...trial, findings, released: findings.length === 0 }
})

const of = (...classes: string[]) => trials.filter((trial) => classes.includes(trial.class))
const released = (list: typeof trials) => list.filter((trial) => trial.released)
const share = (part: unknown[], whole: unknown[]) => part.length / whole.length

const row = (cells: (string | number)[]) =>
  cells.map((cell, at) => String(cell).padEnd(at === 1 ? 28 : 9)).join('')

function tabulate(): string[] {
  const kinds = [...new Set(trials.map((trial) => `${trial.class}|${trial.kind}`))]
  return kinds.flatMap((key) => {
    const list = trials.filter((trial) => `${trial.class}|${trial.kind}` === key)
    const counts = (['dev', 'held'] as const).flatMap((half) => {
      const own = list.filter((trial) => trial.half === half)
      return [own.length, own.length - released(own).length, released(own).length]
    })
    return [row([...key.split('|'), ...counts])]
  })
}

/** What went wrong: a mutant that passed, a correct sentence that did not. */
const isWrong = (trial: (typeof trials)[number]) =>
  trial.released !== trial.kind.startsWith('correct')

function report(): string {
  const total = (name: string, list: typeof trials) =>
    `${name}: ${list.length}, stopped ${list.length - released(list).length}`
  const shown = trials.filter(
    (trial) => isWrong(trial) && (trial.half === 'dev' || env.SHOW_HELD_OUT === '1'),
  )
  return [
    row(['class', 'kind', 'dev n', 'stopped', 'passed', 'held n', 'stopped', 'passed']),
    ...tabulate(),
    total('class A', of('A')),
    total('class B', of('B')),
    total('correct', of('-')),
    ...shown.map(
      ({ kind, sentence, findings }) =>
        `${kind} ${sentence.id} ${sentence.text} ${JSON.stringify(findings)}`,
    ),
    '',
  ].join('\n')
}

stdout.write(report())

test('a changed number, date, address, article, unit or duty is stopped', () => {
  expect(of('A').length).toBeGreaterThanOrEqual(500)
  expect(share(released(of('A')), of('A'))).toBeLessThanOrEqual(0.01)
})

test('a changed actor, condition, comparison or denial and an invented claim are stopped', () => {
  expect(of('B').length).toBeGreaterThanOrEqual(500)
  expect(share(released(of('B')), of('B'))).toBeLessThanOrEqual(0.05)
})

test('nineteen of twenty sentences that their evidence supports are released', () => {
  expect(correct.length).toBeGreaterThanOrEqual(320)
  expect(share(released(of('-')), of('-'))).toBeGreaterThanOrEqual(0.95)
})

// At first sight 76 % were released (88 % of the Chinese, 25 % of the English) and 91 % of the wrong ones stopped;
// of the second stranger, who puts things more freely, 63 % and 91 %. Both have been looked at since.
test.for(['stranger', 'x'])(
  'seven of eight right sentences of the %s are released, nine of ten wrong ones stopped',
  (author) => {
    const [right, wrong] = [of(`correct, ${author}`), of(`wrong, ${author}`)]
    expect(share(released(right), right)).toBeGreaterThanOrEqual(0.875)
    expect(share(released(wrong), wrong)).toBeLessThanOrEqual(0.1)
  },
)

test('what is listed as equivalent is what the engine still makes', () => {
  const texts = new Map(mutants.map(({ sentence }) => [sentence.id, sentence.text]))
  expect(equivalent.map(({ id }) => texts.get(id))).toEqual(equivalent.map(({ text }) => text))
})

test('the same seed makes the same mutants, and another seed makes others', () => {
  const [sentence] = correct.filter(({ text }) => text.includes('60%'))
  if (!sentence) throw new Error('no sentence with a share')
  const make = (seed: number) => mutateSentence(sentence, '', seed).map(({ text }) => text)
  expect(make(1)).toEqual(make(1))
  expect(make(1)).not.toEqual(make(2))
  expect(make(1)).not.toContain(sentence.text)
})

test('whatever the sentence, a mutant differs from it and from its brothers', () => {
  const pieces = correct.flatMap(({ text }) => text.split(/(?<=[，、])/))
  const text = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string()))
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, fc.integer(), (whole, seed) => {
      const made = mutateSentence({ id: 's1', text: whole }, '', seed).map((each) => each.text)
      expect(new Set([whole, ...made]).size).toBe(made.length + 1)
    }),
  )
})

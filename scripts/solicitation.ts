import { parseArgs } from 'node:util'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { isListed, type JudgingKnowledge, judgeReply } from '../src/experts/judge-reply.ts'
import { openOffers, trainOffers } from '../src/knowledge/classifier/offer-model.ts'
import { listOfferExamples } from '../src/knowledge/solicitation-examples.ts'
import { openEmbedder } from '../src/open-embedder.ts'
import { readPackagedKnowledge } from '../src/packaged.ts'

/**
 * How many offers are held and answers let go (docs/solicitation.md): each author's examples by a model that has
 * not learnt from that author; with `--fixtures` those in test/fixtures/solicitation, by a model of all examples.
 * `--wrong` prints what is judged wrongly, `--words` leaves the embedding out.
 */
const { values } = parseArgs({
  options: {
    fixtures: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
    words: { type: 'boolean', default: false },
    author: { type: 'string' },
    alone: { type: 'string' },
    listed: { type: 'string' },
  },
})

const knowledge = await readPackagedKnowledge()
const { solicitation, solicitationExamples, solicitationRoles: roles, catalogue } = knowledge
const embedder = await openEmbedder(undefined)
const deps = { embedder: values.words ? undefined : embedder, log: () => undefined }
const likely = {
  alone: Number(values.alone ?? solicitation.likely.alone),
  listed: Number(values.listed ?? solicitation.likely.listed),
}

type Texts = { held: string[]; passed: string[] }

/** `author-c-3` is of `author-c`; the first sets are all of one author. */
const authorOf = (set: string) => /^author-[a-z]/.exec(set)?.[0] ?? 'author-a'

async function learnFrom(examples: typeof solicitationExamples): Promise<JudgingKnowledge> {
  const learnt = listOfferExamples(examples, solicitation)
  const forms = learnt.map(({ form }) => form)
  const vectors = new Map<string, number[]>()
  for (const [at, vector] of (await embedder.embeddings.embedDocuments(forms)).entries()) {
    vectors.set(forms[at] ?? '', vector)
  }
  const model = await trainOffers(learnt, { roles, vectorOf: (form) => vectors.get(form) ?? [] })
  return {
    ...catalogue,
    solicitation: { ...solicitation, likely },
    index: { id: 0, embeddingModel: embedder.name },
    offerOdds: openOffers(model),
  }
}

async function measure(name: string, { held, passed }: Texts, learnt: JudgingKnowledge) {
  const judge = async (texts: string[]) => {
    const found: { text: string; listed: boolean }[] = []
    for (const text of texts) {
      const findings = await judgeReply(deps, learnt, { text, confidential: false })
      if (findings.length > 0) found.push({ text, listed: findings.some(isListed) })
    }
    return found
  }
  const right = await judge(held)
  const wrong = await judge(passed)
  const share = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)} %`
  console.log(
    `${name}: held ${right.length} of ${held.length} (${share(right.length, held.length)}), wrongly ${wrong.length} of ${passed.length} (${share(wrong.length, passed.length)})`,
  )
  if (!values.wrong) return
  const known = new Set(right.map(({ text }) => text))
  for (const text of held.filter((each) => !known.has(each))) console.log(`  let go: ${text}`)
  for (const { text, listed } of wrong)
    console.log(`  held (${listed ? 'list' : 'model'}): ${text}`)
}

if (values.fixtures) {
  const learnt = await learnFrom(solicitationExamples)
  const Fixture = z.object({ held: z.array(z.string()), passed: z.array(z.string()) })
  for (const name of ['unseen', 'blind', 'fresh-e', 'blind-2']) {
    const file = new URL(`../test/fixtures/solicitation/${name}.yml`, import.meta.url)
    await measure(name, Fixture.parse(parse(await readFile(file, 'utf8'))), learnt)
  }
} else {
  const authors = [...new Set(solicitationExamples.map(({ set }) => authorOf(set)))]
  for (const author of authors.filter((each) => each === (values.author ?? each))) {
    const of = solicitationExamples.filter(({ set }) => authorOf(set) === author)
    const others = solicitationExamples.filter(({ set }) => authorOf(set) !== author)
    const texts = {
      held: of.flatMap(({ held }) => held),
      passed: of.flatMap(({ passed }) => passed),
    }
    await measure(author, texts, await learnFrom(others))
  }
}

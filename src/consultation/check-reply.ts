import { and, eq, or } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import { findCase } from '../cases/staff/find-case.ts'
import { passages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { judgeReply } from '../experts/judge-reply.ts'
import { clauseUrl, headerOf, headingOf, presentStatus } from '../knowledge/present.ts'
import { loadKnowledge, type RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import type { Status } from '../shared/message.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { tight, withoutBullet } from './answering/frame.ts'
import { findMentions } from './verification/find-mentions.ts'
import { type Evidence, verifySentence } from './verification/verify-sentence.ts'

type Address = { document: string; locator: string }
type Given = { caseId: string; text: string; evidence: Address[] }
type Passage = typeof passages.$inferSelect

/**
 * What speaks against sending words with the evidence that they name: clauses that there are not, soliciting,
 * sentences that the evidence does not bear out. A hint for who sends it; only soliciting is refused then.
 * @throws AppError `not_found` the case is not in the account's scope
 */
export async function checkReply(deps: Deps, account: Account, given: Given) {
  const subject = await findCase(deps.db, account, given.caseId)
  const knowledge = await loadKnowledge(deps)
  const { confidential } = subject
  const solicits = await judgeReply(deps, knowledge, { text: given.text, confidential })
  const found = await findPassages(deps, knowledge, given.evidence)
  const present = { day: shanghaiDay(deps.now()), language: subject.language }
  const clauses = given.evidence.map((address) => {
    const passage = found.find((each) => isAt(each, address))
    const clause = passage ? describe(knowledge, passage, present) : null
    return { ...address, clause: clause && { ...clause, told: tells(given.text, clause.status) } }
  })
  const evidence = found.map((passage, at) => toEvidence(knowledge, passage, { at, ...present }))
  return {
    clauses,
    mentions: await readMentions(deps, knowledge, given),
    solicitations: solicits.map(({ kind, quote }) => ({ kind, quote })),
    sentences: verify(given.text, {
      evidence,
      language: subject.language,
      question: subject.summary,
      lexicon: knowledge.lexicon,
    }),
  }
}

const isAt = (passage: Passage, { document, locator }: Address) =>
  passage.document === document && passage.locator === locator

async function findPassages({ db }: Deps, { index }: RuntimeKnowledge, addresses: Address[]) {
  if (addresses.length === 0) return []
  const wanted = addresses.map(({ document, locator }) =>
    and(eq(passages.document, document), eq(passages.locator, locator)),
  )
  return db
    .select()
    .from(passages)
    .where(and(eq(passages.indexId, index.id), or(...wanted)))
}

const STATUS_WORDS: Record<Status, RegExp> = {
  draft: /征求意见|尚未(?:正式)?施行|draft/iu,
  not_yet: /尚未(?:正式)?(?:施行|生效|实施)|起(?:正式)?(?:施行|生效|实施)|not yet/iu,
  in_force: /(?:)/u,
  ended: /期满|已满|届满|到期|结束|ended/iu,
  unverified: /待核|未核实|以正式(?:发布的)?文件为准|unverified|to be verified/iu,
}

/** Whether the text says of the status what has to be said (DESIGN §2.1). */
const tells = (text: string, status: Status): boolean => STATUS_WORDS[status].test(text)

type Present = { day: string; language: 'zh' | 'en' }

function describe(
  knowledge: RuntimeKnowledge,
  { document, locator, path, text }: Passage,
  present: Present,
) {
  const header = headerOf(knowledge, document)
  return {
    title: header.title,
    heading: headingOf(path, locator),
    quote: text,
    ...presentStatus(header, present),
    url: clauseUrl(document, locator),
  }
}

function toEvidence(
  knowledge: RuntimeKnowledge,
  { document, locator, path, text }: Passage,
  { at, ...present }: Present & { at: number },
): Evidence {
  const header = headerOf(knowledge, document)
  const { status } = presentStatus(header, present)
  const headings = path.slice(1)
  return { id: `E${at + 1}`, document, locator, title: header.title, headings, text, status }
}

/** Articles that the text names, whether there are such, and whether they are among the evidence. */
async function readMentions(deps: Deps, knowledge: RuntimeKnowledge, given: Given) {
  const mentions = findMentions(
    given.text,
    knowledge.documents.filter(({ curated }) => !curated),
  )
  const known = await findPassages(
    deps,
    knowledge,
    mentions.flatMap(({ address }) => address ?? []),
  )
  return mentions.map(({ quote, address }) => ({
    quote,
    known: address !== undefined && known.some((passage) => isAt(passage, address)),
    cited:
      address !== undefined &&
      given.evidence.some(
        ({ document, locator }) =>
          document === address.document && startsWithin(locator, address.locator),
      ),
  }))
}

/** `art7(2)` lies in `art7`, and `art71` does not. */
const startsWithin = (locator: string, article: string) =>
  locator === article || locator.startsWith(`${article}(`) || locator.startsWith(`${article}.`)

type Context = Parameters<typeof verifySentence>[1]

const MOST_SENTENCES = 40
const MARKS = /\[\d{1,2}\]/gu

/** Without evidence there is nothing to compare with, and its own words need no comparing. */
function verify(text: string, context: Context) {
  const ids = context.evidence.map(({ id }) => id)
  if (ids.length === 0) return []
  const quotable = tight(context.evidence.map((each) => each.text).join('\n'))
  return sentencesOf(text).flatMap((sentence) => {
    if (quotable.includes(tight(sentence))) return []
    const findings = verifySentence({ text: sentence, evidence: ids }, context)
    const checks = [...new Set(findings.map(({ check }) => check))]
    return checks.length === 0 ? [] : [{ text: sentence, checks }]
  })
}

function sentencesOf(text: string): string[] {
  return (
    text
      .replaceAll(MARKS, '')
      .split(/(?<=[。！？!?；;\n])/u)
      .map((sentence) => withoutBullet(sentence.trim()))
      // The lead of an excerpt names its document and status.
      .filter((sentence) => sentence !== '' && !sentence.startsWith('**'))
      .slice(0, MOST_SENTENCES)
  )
}

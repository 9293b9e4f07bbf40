import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { messages } from '../db/schema/index.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import type { Citation, Routing } from '../shared/message.ts'

/** What staff and experts read first; personal data masked. */
export type Brief = {
  /** What the asker said, in their words, in order. */
  facts: string[]
  /** What is to be judged. */
  question: string
  evidence: Pick<Citation, 'title' | 'heading' | 'quote' | 'status' | 'statusText' | 'url'>[]
  /** What the machine had answered: a draft, no more. */
  suggestedAnswer: string
  /** What the asker has not said yet and the case may need. */
  askBack: string[]
  /** Why it came to people, in words. */
  reasons: string[]
}

/** The same written by a chat model: what of it passed the checks, marked as made by a machine. */
export type WrittenBrief = {
  writer: 'model'
  facts: string[]
  question: string
  /** The clauses that the suggested answer cites. */
  evidence: (Brief['evidence'][number] & { id: string })[]
  /** Sentence by sentence, each with the ids of its evidence. */
  answer: { text: string; evidence: string[] }[]
  askBack: string[]
  /** How many lines did not pass. */
  leftOut: number
  model: string
  /** Version of `prompts/brief.md`. */
  prompt: number
  /** The AI label, to be shown with it. */
  label: string
  at: string
}

const MOST_FACTS = 12
const MOST_EVIDENCE = 8
const LONGEST_FACT = 400

/** Facts that a concrete matter usually needs, and the words by which an asker has told them. */
const usefulFacts: { ask: string; told: RegExp }[] = [
  {
    ask: '涉及哪一项权利，申请号或登记号是多少？',
    told: /\d{6,}|ZL|CN|SR|第\d+类|申请号|注册号/iu,
  },
  { ask: '对方是谁，做了什么，从什么时候开始？', told: /对方|竞品|公司|店铺|厂家|同行|离职|他们/u },
  { ask: '手里有哪些证据，是否做过公证或存证？', told: /证据|截图|公证|存证|合同|聊天记录|样品/u },
  {
    ask: '有没有期限，例如答复、开庭、展会、续展？',
    told: /[\d一二三四五六七八九十]+[天日月号]|开庭|截止|期限|到期/u,
  },
  { ask: '希望达到什么结果？', told: /希望|想要|想让|能不能|怎么办|要求/u },
]

/**
 * The brief of a conversation from its own words and citations, without a model: facts, the question in
 * dispute, evidence with status, the answer so far, and what to ask back.
 */
export async function writeBrief(
  tx: Database,
  conversationId: string,
  concrete: boolean,
): Promise<Brief> {
  const turns = await tx
    .select({ question: messages.question, answer: messages.answer })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), isNotNull(messages.question)))
    .orderBy(asc(messages.turn))
  const said = turns.flatMap(({ question }) => question ?? [])
  const masked = said.map((text) => maskPersonalData(text).slice(0, LONGEST_FACT))
  const answers = turns.flatMap(({ answer }) => answer ?? [])
  const told = said.join('\n')
  const citations = answers.flatMap((answer) => answer.citations)
  const unique = new Map(citations.map((each) => [`${each.document}#${each.start}`, each]))
  return {
    facts: masked.slice(-MOST_FACTS),
    question: masked.at(-1) ?? '',
    evidence: [...unique.values()]
      .slice(-MOST_EVIDENCE)
      .map(({ title, heading, quote, status, statusText, url }) => {
        return { title, heading, quote, status, statusText, url }
      }),
    suggestedAnswer: answers.at(-1)?.text ?? '',
    askBack: concrete
      ? usefulFacts.filter((each) => !each.told.test(told)).map(({ ask }) => ask)
      : [],
    reasons: [...new Set(answers.flatMap(({ routing }) => reasonsOf(routing)))],
  }
}

const reasonsOf = ({ reasons }: Routing) => reasons

import { terms } from '../../shared/text.ts'
import type { HistoryTurn } from '../draft.ts'

const REFERS_BACK =
  /^(?:那|那么|这|它|他们|这个|那个|上面|其中|还有|呢|and |what about|how about|the )|呢[?？]?$|第[一二三四五六七八九十\d]+[个条项点]|这边|这块|上面|刚才|前面|你说的/iu
/** A question this short says little without the one before it. */
const SHORT_TERMS = 4

/**
 * A follow-up with what it leaves out taken from the history: the asker's earlier question, and for
 * "the fourth" the fourth thing that the answer named. No model is needed for these common cases.
 */
export function completeFollowUp(question: string, history: HistoryTurn[]): string {
  if (history.length === 0 || !refersBack(question)) return question
  const earlier = history.findLast(({ role }) => role === 'asker')?.text ?? ''
  const named = namedThing(question, history)
  return [earlier, named, question].filter(Boolean).join(' ')
}

const refersBack = (question: string): boolean =>
  terms(question).length <= SHORT_TERMS || REFERS_BACK.test(question)

const POINTING = /[它其该此这那]|\b(?:it|its|they|them|that|those|these|this)\b/iu

/** Whether to ask a model for the full form: also where a word only points somewhere. */
export function mayReferBack(question: string): boolean {
  return refersBack(question) || POINTING.test(question)
}

const DIGITS = '一二三四五六七八九十'

/** "第四个" → the fourth of the things that the last answer enumerated. */
function namedThing(question: string, history: HistoryTurn[]): string | undefined {
  const ordinal = /第([一二三四五六七八九十]|\d{1,2})[个条项点类种门家]?/u.exec(question)?.[1]
  if (!ordinal) return undefined
  const place = DIGITS.includes(ordinal) ? DIGITS.indexOf(ordinal) + 1 : Number(ordinal)
  const answer = history.findLast(({ role }) => role === 'assistant')?.text ?? ''
  return enumerated(answer)[place - 1]
}

function enumerated(answer: string): string[] {
  const numbered = [
    ...answer.matchAll(
      /(?:^|[\n;；。\s])(?:\d{1,2}[.、)）]|[(（][一二三四五六七八九十\d]+[)）])\s*([^\n;；]+)/gu,
    ),
  ]
  if (numbered.length > 1) return numbered.map(([, item = '']) => item.trim())
  const lists = answer
    .split(/[。\n]/u)
    .map((sentence) => sentence.replace(/^.*?[:：]/u, '').split(/[、;；,，]/u))
  const longest = lists.sort((left, right) => right.length - left.length)[0] ?? []
  return longest.map((item) => item.trim())
}

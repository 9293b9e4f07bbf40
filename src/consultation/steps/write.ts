import type { Deps } from '../../deps.ts'
import type { Sentence } from '../../shared/message.ts'
import { fold, terms } from '../../shared/text.ts'
import type { Draft } from '../draft.ts'
import type { Closing } from '../writing/read-contract.ts'
import { writeWithModel, type Written } from '../writing/write-with-model.ts'

/** Shows a sentence that will not be taken back lightly; false once the asker wants no more. */
export type ReleaseSentence = (sentence: Sentence) => Promise<boolean>

/**
 * Where a model is configured, puts its verified sentences in the place of the extractive ones.
 * Whatever goes wrong, the extractive answer, which is complete already, stays.
 */
export async function write(draft: Draft, deps: Deps, release: ReleaseSentence): Promise<Draft> {
  const { chat } = deps
  const evident = draft.citations.length > 0
  // How it was at another time, only the leads of the excerpts say.
  if (!chat || !evident || draft.asOf || draft.outcome === 'refuse' || draft.outcome === 'clarify')
    return draft
  // What stands before the evidence is ours: canned words, corrections.
  const opening = draft.sentences.slice(
    0,
    draft.sentences.findIndex(({ citations }) => citations.length > 0),
  )
  let n = 0
  const send = (sentence: Omit<Sentence, 'n'>) => release({ ...sentence, n: (n += 1) })
  const signal = AbortSignal.timeout(deps.modelDeadlineMs)
  const tell = async (told: Omit<Sentence, 'n'>) => {
    if (n === 0) for (const sentence of opening) await send(sentence)
    return send(told)
  }
  const { written, trace } = await writeWithModel({ draft, deps, chat, release: tell, signal })
  if (!written) return { ...draft, writing: trace }
  return { ...withWritten(draft, opening, written), writing: trace }
}

function withWritten(draft: Draft, opening: Sentence[], written: Written): Draft {
  const { closing, stopped } = written
  const partial = closing !== undefined && closing.coverage !== 'complete' && !stopped
  const notice = partial ? [{ text: missingNotice(draft, closing), citations: [] }] : []
  const sentences = [...opening, ...written.sentences, ...notice]
  return {
    ...draft,
    writer: 'model',
    sentences: sentences.map((sentence, at) => ({ ...sentence, n: at + 1 })),
    citations: written.citations,
    coverage: partial && draft.coverage === 'complete' ? 'partial' : draft.coverage,
    suggestions: suggestionsOf(draft, closing),
  }
}

const LONGEST_MISSING = 40
const GENERIC =
  /具体|相关|有关|方面|标准|金额|数额|时间|期限|时限|电话|地址|联系|方式|要求|条件|流程|步骤|材料|费用|收费|名单|数量|范围|比例|日期|规定|内容|信息|说明|情况|办法|的|和|与|、|及/gu

/** What the model says is missing is repeated only as far as the question itself named it. */
function missingNotice({ knowledge, question, understanding }: Draft, { missing }: Closing) {
  const { language, full } = understanding
  const { missing_part: part, missing_something: something } = knowledge.replies.notices
  const asked = fold(`${question.text} ${full}`)
  const named = terms(missing.replaceAll(GENERIC, ' ')).every((term) => asked.includes(term))
  const usable = missing.trim() !== '' && missing.length <= LONGEST_MISSING && named
  const inLanguage = usable && (language === 'en') !== /\p{Script=Han}/u.test(missing)
  return inLanguage
    ? part[language].replace('{what}', missing.replace(/[。.]$/u, '').trim())
    : something[language]
}

const MOST_SUGGESTIONS = 3
const LONGEST_SUGGESTION = 40
const LEAST_KNOWN = 0.8

/** A model's suggestion is kept when it is a short question about what was found. */
function suggestionsOf({ suggestions, found, understanding }: Draft, closing: Closing | undefined) {
  const known = fold(found.map(({ path, text }) => `${path.join(' ')} ${text}`).join(' '))
  const asking = /[?？]$/u
  const kept = (closing?.suggestions ?? []).filter((suggestion) => {
    const words = terms(
      suggestion.replaceAll(/什么|哪些|怎么|如何|是否|可以|需要|多少|吗|呢/gu, ' '),
    )
    const share = words.filter((word) => known.includes(word)).length / Math.max(1, words.length)
    return (
      asking.test(suggestion) &&
      suggestion.length <= LONGEST_SUGGESTION &&
      share >= LEAST_KNOWN &&
      /\p{Script=Han}/u.test(suggestion) === (understanding.language === 'zh')
    )
  })
  return [...new Set([...kept, ...suggestions])].slice(0, MOST_SUGGESTIONS)
}

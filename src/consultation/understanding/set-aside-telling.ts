import type { Intent } from './classify-question.ts'

const SENTENCES = /(?<=[。！？!?；;\n])/u
const ASKS = /[?？]\s*$/u
/** To ask for something without a question mark. */
const DEMANDS =
  /[给发传念报][我俺咱]|发给|告诉|告知|列[出给一]|提供|透露|[想我]要|想[知问]|查[一查出到]|找[一出到个]|求|\b(?:give|tell|send|show|list|need|want|find|provide)\b/iu

/** What askers tell of themselves can look like asking for it: a number, a person, a date. */
const TOLD = new Set(['missing_fact', 'personal_data'])
const MUCH_SURER = 0.2

/** Whether it is worth reading the questions of a message by themselves. */
export function mayBeTelling(whole: Intent): boolean {
  return TOLD.has(whole.intent)
}

/**
 * The sentences that end in a question mark; undefined where there are none or no others, and where
 * the others demand something too.
 */
export function askingSentences(message: string): string | undefined {
  const sentences = message.split(SENTENCES).filter((sentence) => sentence.trim())
  const asking = sentences.filter((sentence) => ASKS.test(sentence))
  const others = sentences.filter((sentence) => !ASKS.test(sentence))
  const areTold = others.length > 0 && !others.some((sentence) => DEMANDS.test(sentence))
  return asking.length > 0 && areTold ? asking.join('') : undefined
}

/**
 * The reading of a message that also tells something of its asker: that of its questions alone
 * (`asked`) where the whole seems to ask for a fact that the sources lack or for personal data, and
 * the questions are answered from the sources much more surely than that. Which fact is lacking is
 * read of the questions.
 */
export function setAsideTelling(whole: Intent, asked: Intent): Intent {
  if (!mayBeTelling(whole)) return whole
  if (asked.intent === whole.intent) return { ...whole, detail: asked.detail }
  const isSurer = asked.probability - whole.probability >= MUCH_SURER
  return asked.outcome === 'answer' && isSurer ? asked : whole
}

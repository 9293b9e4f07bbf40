import { languageOf } from '../../shared/text.ts'
import type { Finding, VerifyContext } from './claim.ts'

/** Characters of a sentence; what is longer is no sentence. */
export const LONGEST_SENTENCE = 400

const ENDS_WELL = /[。！？!?.…;；:：][”」』》）)\]"'’]*$/u
const DANGLING = /[、，,（(《“「『【[\-—/]$/u
const MARKUP = /[<>{}]|^\s*[[{].*[\]}]\s*$|```|\|\s*-{2,}|&(?:[a-z]{2,8}|#\d+);|\\u[0-9a-f]{4}/iu
const FORMULA = /^[\s"'“”]*[=+@-]|hyperlink\s*\(|^\s*\t/iu
const CODE =
  /\b(?:select|insert|delete|drop|function|const|import)\b[^。]*[;({]|\b(?:tool|args)\b\s*[":]/iu

/** Blank, torn, endless or machine text is no sentence. */
export function checkForm(text: string): Finding[] {
  const fail = (detail: string): Finding[] => [{ check: 'form', detail }]
  if (text.length > LONGEST_SENTENCE) return fail('too long')
  if (!/[\p{L}\p{N}]/u.test(text)) return fail('blank')
  if (/[\ud800-\udfff]/u.test(text.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/gu, ''))) {
    return fail('lone surrogate')
  }
  if (FORMULA.test(text)) return fail('formula')
  if (MARKUP.test(text) || CODE.test(text)) return fail('markup')
  if (repeats(text)) return fail('repetition')
  if (DANGLING.test(text.trim()) || !ENDS_WELL.test(text.trim()) || !isBalanced(text)) {
    return fail('torn')
  }
  return []
}

/** A Chinese question has a Chinese answer, an English one an English answer. */
export function checkLanguage(text: string, { language }: VerifyContext): Finding[] {
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length
  const other =
    /[\p{Script=Cyrillic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Thai}\p{Script=Hebrew}\p{Script=Devanagari}]/u
  if (other.test(text)) return [{ check: 'language', detail: 'another script' }]
  if (languageOf(text) !== language || (language === 'zh' && han < 2)) {
    return [{ check: 'language', detail: `not ${language}` }]
  }
  return []
}

/** A text made of one piece over and over, or one character five times, is a loop; a long name is none. */
function repeats(text: string): boolean {
  if (/([\p{L}])\1{4}/u.test(text)) return true
  const plain = text.replaceAll(/[^\p{L}\p{N}]/gu, '')
  const counts = new Map<string, number>()
  const pieces = Array.from({ length: Math.max(0, plain.length - 7) }, (_, at) =>
    plain.slice(at, at + 8),
  )
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1)
  const again = pieces.filter((piece) => (counts.get(piece) ?? 0) > 2)
  return again.length > pieces.length * 0.5
}

const PAIRS: Record<string, string> = {
  '（': '）',
  '(': ')',
  '《': '》',
  '“': '”',
  '「': '」',
  '『': '』',
  '【': '】',
}

function isBalanced(text: string): boolean {
  const open: string[] = []
  const closing = new Set(Object.values(PAIRS))
  for (const character of text.replaceAll(
    /^\s*(?:[\d一二三四五六七八九十]{1,3}|[a-z])[)）]/giu,
    '',
  )) {
    const close = PAIRS[character]
    if (close) open.push(close)
    else if (closing.has(character) && open.pop() !== character) return false
  }
  return open.length === 0
}

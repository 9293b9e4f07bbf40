import { fold } from './text.ts'

/**
 * A secrecy mark as 保密法 and its rules put it on papers: 绝密/机密/秘密 with ★ or with a term
 * (机密★10年, 秘密 ★ 长期, 密级：机密). `商业秘密` is another thing.
 */
const MARKS = [
  /(?:绝\s*密|機\s*密|絕\s*密|机\s*密|(?<!业|業|商)秘\s*密)\s*[★☆✩✪⭐*]/u,
  /[★☆✩✪⭐]\s*(?:绝\s*密|絕\s*密|机\s*密|機\s*密|秘\s*密)/u,
  /密\s*级\s*[:：为是]?\s*(?:绝\s*密|机\s*密|秘\s*密)/u,
  /密\s*級\s*[:：為是]?\s*(?:絕\s*密|機\s*密|秘\s*密)/u,
  /(?:绝密|机密|(?<!业|商)秘密)\s*[(（【[]\s*(?:\d{1,2}\s*年|长期|保密期限)/u,
  /(?:绝密|机密|(?<!业|商)秘密)\s*(?:级)?\s*(?:文件|件)?\s*[,，、;；]?\s*保密期限/u,
]

/** Linear in the length of the text; looks at the folded form (full width, compatibility forms). */
export function bearsStateSecretMark(text: string): boolean {
  const folded = fold(text)
  return MARKS.some((mark) => mark.test(folded))
}

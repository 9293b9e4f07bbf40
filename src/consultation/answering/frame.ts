import type { Citation } from '../../shared/message.ts'
import { fold } from '../../shared/text.ts'

/** A quote as a list item with its mark. */
export function toBullet({ n, quote }: Citation): string {
  return `- ${quote.replaceAll(/\s*\n\s*/g, ' ')} [${n}]`
}

const LEAD = /^\*\*[^\n]*\n/u
const MARK = /\[\d{1,2}\]/gu

/** What a sentence of an answer says, without the lead before it and its marks. */
export function withoutFrame(text: string): string {
  return text.replace(LEAD, '').replaceAll(MARK, '')
}

/** A line without the mark of a list item. */
export const withoutBullet = (line: string): string => line.replace(/^- /u, '')

/** For comparing word by word: one form, without white space. */
export function tight(text: string): string {
  return fold(text).replaceAll(/\s+/gu, '')
}

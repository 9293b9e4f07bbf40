import { fold, stripHidden } from './text.ts'

/** 绝密, 机密 or 秘密, in either script, with room between the characters; a trade secret is none. */
const LEVEL = '(?:[绝絕] ?密|(?<!(?:商|行|企)[业業])[机機秘] ?密) ?[级級]?'
const CLOSING = '[\\])}】〕〉》」』”"\']?'
const STAR = '[★☆✩✪⭐✭✮✯*]'
/** Signs in the place of the star. */
const SIGN = '[★☆✩✪⭐✭✮✯*▲△▼◆◇●○■□·•・⋅※]'
const YEARS = '(?:\\d{1,3}|[一二两三四五六七八九十百]{1,4}) ?(?:年|个月)'
const TERM = `(?:${YEARS}|[长長]期|保密期限)`

/**
 * A secrecy mark as 保密法 and its rules put it on papers: 绝密/机密/秘密 with ★ or with a term
 * (机密★10年, 机密级★20年, 秘密 ★ 长期, 【机密】保密期限10年, 绝密·10年, 密级：机密). `商业秘密` is another thing.
 */
const MARKS = [
  `${LEVEL} ?${CLOSING} ?${STAR}`,
  `${STAR} ?[[({【〔〈《「『]?[绝絕机機秘] ?密`,
  `密 ?[级級] ?[:为為是]? ?[[({【〔〈《「『]?[绝絕机機秘] ?密`,
  `${LEVEL} ?${CLOSING} ?${SIGN}{1,3} ?${TERM}`,
  `${LEVEL} ?${CLOSING} ?[:/_—–-]{1,2} ?${YEARS}`,
  `${LEVEL} ?[(【[〔《] ?${TERM}`,
  `${LEVEL} ?${CLOSING} ?(?:文件|件)? ?[,、;]? ?保密期限`,
].map((mark) => new RegExp(mark, 'u'))

/** Linear in the length of the text; looks at the folded form (full width, compatibility forms). */
export function bearsStateSecretMark(text: string): boolean {
  const folded = fold(stripHidden(text)).replace(/\s+/gu, ' ')
  return MARKS.some((mark) => mark.test(folded))
}

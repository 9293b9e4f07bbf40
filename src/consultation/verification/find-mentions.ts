import { fold } from '../../shared/text.ts'

export type Mention = {
  quote: string
  /** Undefined: no document of the knowledge has this title. */
  address: { document: string; locator: string } | undefined
}

/** 《title》（status）第7条, also in Chinese figures; the parts have upper bounds, so it is linear. */
const ARTICLE =
  /《([^《》\n]{2,80})》(?:[（(][^（()）\n]{0,30}[)）])?\s{0,2}第([0-9]{1,3}|[一二三四五六七八九十百零〇两]{1,7})条/gu

const DIGITS: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

/** The articles that a text names by document and number, in order, each once. */
export function findMentions(text: string, documents: { id: string; title: string }[]): Mention[] {
  const byQuote = new Map<string, Mention>()
  for (const [quote, title = '', number = ''] of text.matchAll(ARTICLE)) {
    const document = documents.find((each) => isTitleOf(title, each.title))
    const address = document && { document: document.id, locator: `art${readNumber(number)}` }
    byQuote.set(quote, { quote, address })
  }
  return [...byQuote.values()]
}

/** People leave out the city, or the note that something is a draft. */
function isTitleOf(said: string, title: string): boolean {
  const [one, other] = [plain(said), plain(title)]
  return one !== '' && (other.endsWith(one) || one.endsWith(other))
}

const plain = (title: string) =>
  fold(title)
    .replaceAll(/[（(][^（()）]*[)）]/gu, '')
    .replaceAll(/[《》\s]/gu, '')

/** 十二, 二十, 一百零三, 12. */
export function readNumber(said: string): number {
  if (/^\d+$/.test(said)) return Number(said)
  let sum = 0
  let digit: number | undefined
  for (const character of said) {
    const unit = { 十: 10, 百: 100 }[character]
    if (unit === undefined) digit = DIGITS[character]
    else {
      sum += (digit ?? 1) * unit
      digit = undefined
    }
  }
  return sum + (digit ?? 0)
}

import { fold } from '../../shared/text.ts'
import { toNumber } from './read-number.ts'

export type Mention = {
  quote: string
  /** Undefined: no document of the knowledge has this title. */
  address: { document: string; locator: string } | undefined
}

/** 《title》（status）第7条, also in Chinese figures; the parts have upper bounds, so it is linear. */
const ARTICLE =
  /《([^《》\n]{2,80})》(?:[（(][^（()）\n]{0,30}[)）])?\s{0,2}第([0-9]{1,3}|[一二三四五六七八九十百零〇两]{1,7})条/gu

/** The articles that a text names by document and number, in order, each once. */
export function findMentions(text: string, documents: { id: string; title: string }[]): Mention[] {
  const byQuote = new Map<string, Mention>()
  for (const [quote, title = '', number = ''] of text.matchAll(ARTICLE)) {
    const document = documents.find((each) => isTitleOf(title, each.title))
    const address = document && { document: document.id, locator: `art${toNumber(number)}` }
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

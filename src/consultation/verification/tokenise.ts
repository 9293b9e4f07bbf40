import { fold, stripHidden } from '../../shared/text.ts'
import type { Dictionary, Kind } from './dictionary.ts'
import { type ReadNumber, readNumber } from './read-number.ts'

export type Token = {
  kind: Kind | 'number' | 'link' | 'latin' | 'han' | 'mark'
  text: string
  values: string[]
  level: number
  /** Offset in the normalised text. */
  start: number
}

const LINK =
  /(?:[a-z][a-z+.-]{0,15}:\/{1,2}|www\.)[^\s\p{Script=Han}，。；、）)】」”"<>]*|[a-z0-9._-]+@[a-z0-9.-]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?#][^\s\p{Script=Han}，。；、）)】」”"<>]*)?/uy
const LATIN =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}][\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}&+#.'-]*/uy
const HAN = /\p{Script=Han}/u

/** One form of a text for reading: half width, lower case, no white space next to Han. */
export function normalise(text: string): string {
  return fold(stripHidden(text))
    .replaceAll('市、区中心', '市中心、区中心')
    .replaceAll(/["“]4[.·]26["”]|(?<![\d.])4[.·]26(?=世界|全国|知识产权)/gu, '4月26日')
    .replaceAll(/[ \t\u00a0]+/gu, ' ')
    .replaceAll(/(?<=[^ -~]) | (?=[^ -~])/gu, '')
    .trim()
}

/** The tokens of a normalised text, in order; together they are the text but for spaces. */
export function tokenise(text: string, dictionary: Dictionary): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const token = text[at] === ' ' ? undefined : readToken(text, at, dictionary)
    if (token) tokens.push(mend(token, tokens, text))
    at += token?.text.length ?? 1
  }
  return tokens
}

function readToken(text: string, at: number, dictionary: Dictionary): Token {
  const link = /[a-z0-9]/u.test(text.charAt(at)) ? match(LINK, text, at) : undefined
  if (link) return plain('link', link.replace(/[.,:;!?]+$/u, ''), at)
  const word = HAN.test(text.charAt(at)) ? readWord(text, at, dictionary) : undefined
  const number = readNumber(text, at)
  if (word && word.kind !== 'filler' && !isReference(number)) return word
  if (number && number.text.length >= (word?.text.length ?? 0)) {
    return { ...plain('number', number.text, at), values: [number.value] }
  }
  return word ?? readLetter(text, at, dictionary)
}

/** “附录A” is one reference, although 附录 is a word. */
function isReference(number: ReadNumber | undefined): boolean {
  return number?.value.startsWith('附') ?? false
}

function readLetter(text: string, at: number, dictionary: Dictionary): Token {
  const latin = match(LATIN, text, at)
  if (latin) return readLatin(plain('latin', latin, at), dictionary)
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return plain(HAN.test(character) ? 'han' : 'mark', character, at)
}

function plain(kind: Token['kind'], text: string, start: number): Token {
  return { kind, text, values: [], level: 0, start }
}

function readWord(text: string, at: number, dictionary: Dictionary): Token | undefined {
  for (
    let length = Math.min(dictionary.longest.get(text.charAt(at)) ?? 0, text.length - at);
    length > 0;
    length -= 1
  ) {
    const word = text.slice(at, at + length)
    const entry = dictionary.entries.get(word)
    if (entry) return { ...entry, text: word, start: at }
  }
  return undefined
}

function readLatin(token: Token, dictionary: Dictionary): Token {
  const entry = dictionary.entries.get(token.text)
  return entry ? { ...token, values: entry.values } : token
}

function mend(token: Token, tokens: readonly Token[], text: string): Token {
  if (token.text === '应对') return mendModal(token, tokens, text)
  return token.text === '要求' ? mendDemand(token, tokens, text) : token
}

/** “服务对象应对…有需求”: 应 and 对 when no dispute or risk follows to be 应对. */
function mendModal(token: Token, tokens: readonly Token[], text: string): Token {
  const before = tokens.at(-1)
  if (before?.kind !== 'actor' && before?.kind !== 'asker') return token
  const ahead = text.slice(token.start + 2, token.start + 16)
  if (/^(?:$|[^\p{L}])|纠纷|案件|诉讼|风险|挑战|争议/u.test(ahead)) return token
  if (/帮|助|导|支持/u.test(tokens.at(-2)?.text ?? '')) return token
  return { ...token, kind: 'modal', level: 3, text: '应', values: [] }
}

/** “意见要求企业加强…” demands; “符合要求” and “基本要求” only name what is demanded. */
function mendDemand(token: Token, tokens: readonly Token[], text: string): Token {
  const after = text.slice(token.start + 2, token.start + 4)
  if (/^(?:$|[^\p{L}]|的|为|是|包括|如下|等|和|与|及|或|保密|中|里)/u.test(after)) return token
  const before = tokens
    .slice(-2)
    .map((each) => each.text)
    .join('')
  if (/(?:的|合|足|达到|按|照|据|关|本|属性|项|体|员|理|施|条件|服务|工作|提出)$/u.test(before)) {
    return token
  }
  return { ...token, kind: 'modal', level: 2.5, values: [] }
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

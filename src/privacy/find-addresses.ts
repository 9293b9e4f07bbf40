import type { PersonalData } from './kinds.ts'
import { wordsBefore } from './labels.ts'

const AT = /@|[([{<【](?:at|@)[)\]}>】]|艾特/gu
const DOT = '(?:[.。]|点|\\s?[([](?:dot|点)[)\\]]\\s?)'
const DOMAIN = new RegExp(`(?:[a-z0-9-]{1,63}${DOT}){1,6}[a-z]{2,24}(?![a-z])`, 'uy')
const LOCAL = /[a-z0-9._%+-]/u

/** E-mail addresses, also with spaces around the @, `(at)` and `[dot]`. Linear. */
export function findEmails(text: string): PersonalData[] {
  const found: PersonalData[] = []
  let free = 0
  for (const match of text.matchAll(AT)) {
    const start = findLocalStart(text, match.index, free)
    if (start === undefined) continue
    DOMAIN.lastIndex = skipSpaces(text, match.index + match[0].length)
    if (!DOMAIN.test(text)) continue
    found.push({ kind: 'email', start, end: DOMAIN.lastIndex })
    free = DOMAIN.lastIndex
  }
  return found
}

function findLocalStart(text: string, at: number, free: number): number | undefined {
  let end = at
  while (end > Math.max(free, at - 2) && text.charAt(end - 1) === ' ') end -= 1
  let start = end
  while (start > free && LOCAL.test(text.charAt(start - 1))) start -= 1
  while (start < end && !/[a-z0-9]/u.test(text.charAt(start))) start += 1
  return start < end ? start : undefined
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (at < from + 2 && text.charAt(at) === ' ') at += 1
  return at
}

const ACCOUNT_WORD =
  /微\s?信|薇\s?信|(?<![a-z])(?:wechat|weixin|vx|wx|qq)|(?<![a-z])v信|加\s?(?:我|v(?![a-z]))/gu
const LINK =
  /(?<strong>\s{0,2}(?:(?:是|为|為)?\s?(?:号码?|號碼?|id|账号|帐号|帳號)\s?[:=是为為(]{0,2}|[:=]|是[:=])\s{0,2})|(?<weak>\s{0,2}(?:是|为|為|\()?\s?)/uy
const ACCOUNT = /[a-z][a-z0-9_-]{5,}|[1-9]\d{4,10}(?!\d)/uy
const OFFICIAL = /(?:公众|公眾|官方|客服)\s?$/u
const OWN = /(?:加(?:我|他|她|下)?|我的?|本人)(?:个人)?\s?$/u
const MOBILE = /^1[3-9]\d{9}$/u

/**
 * WeChat and QQ accounts, which look like any word: only right after a word for them. After `微信号`,
 * a colon or 加我微信 any account counts, else only one with a digit or a line in it.
 */
export function findAccounts(text: string): PersonalData[] {
  const found: PersonalData[] = []
  let free = 0
  for (const match of text.matchAll(ACCOUNT_WORD)) {
    if (match.index < free) continue
    const account = readAccount(text, match.index, match[0])
    if (!account) continue
    found.push(account)
    free = account.end
  }
  return found
}

function readAccount(text: string, at: number, word: string): PersonalData | undefined {
  LINK.lastIndex = at + word.length
  const link = LINK.exec(text)
  if (!link) return undefined
  const start = LINK.lastIndex
  ACCOUNT.lastIndex = start
  const name = ACCOUNT.exec(text)?.[0]
  const words = wordsBefore(text, at, 8)
  if (name === undefined || MOBILE.test(name) || OFFICIAL.test(words)) return undefined
  const strong = link.groups?.['strong'] !== undefined || OWN.test(words)
  const telling = /^[a-z].*[\d_-]/u.test(name) && (link[0] !== '' || !/^[a-z]/u.test(word))
  return strong || telling ? { kind: 'wechat', start, end: start + name.length } : undefined
}

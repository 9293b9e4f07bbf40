import { findPersonalData } from '../../privacy/find-personal-data.ts'
import { isOfficialNumber } from '../../privacy/labels.ts'
import { type Reading, sentenceAt } from './close-text.ts'
import { firmSuffix } from './find-firms.ts'
import { matchesOf, toFinding } from './find-phrases.ts'
import { type Finding, oneOf, oneOfPhrases, type SolicitationWords } from './words.ts'

/** What the catalogue publishes, and may be told. */
export type PublicAddresses = { hosts: string[]; phones: string[] }

const LANDLINE =
  /(?<![\d.-])(?:\(?0\d{2,3}\)?[\s-]?[2-9]\d{6,7}|[48]00[\s-]?\d{3}[\s-]?\d{4})(?![\d.])/gu
const LOCAL = /(?<=(?:电话|座机|热线|致电|拨打)[^\d。,;\n]{0,4})[2-9]\d{6,7}(?!\d)/gu
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/gu
/** Letters in the place of digits. */
const LOOKALIKE = /(?<![a-z\d])[\dozil]{11}(?![a-z\d])/gu
const FEWEST_DIGITS = 6
const MAILBOX =
  /(?<!\d)(?:163|126|139|189|qq|gmail|foxmail|sina|sohu|outlook|hotmail|aliyun|yeah|yahoo|icloud)(?:点|。|dot)?(?:com|cn|net)(?![a-z])/gu
/** Told in words: `name at firm dot com`. */
const SPELLED =
  /[a-z\d._-]{2,30}\s{1,3}at\s{1,3}[a-z\d-]{2,30}\s{1,3}dot\s{1,3}[a-z]{2,4}(?![a-z])/gu
const HOST =
  /(?<![@a-z\d.-])(?:[a-z\d-]{1,40}\.){1,4}(?:com|cn|net|org|cc|vip|top|xyz|law|io|int|gov|edu|shop|site|ltd|info|kr|jp|eu|uk)(?![a-z\d.-]|\.[a-z])/gu

/** Telephone numbers, mailboxes and sites, but those of public bodies. */
export function findAddresses(
  reading: Reading,
  words: SolicitationWords,
  published: PublicAddresses,
): Finding[] {
  const { original, plain, close } = reading
  const isPublicHost = publicHosts(words, published)
  const inPlain = { original, form: plain }
  const inClose = { original, form: close }
  const lines = [...matchesOf(plain.text, LANDLINE), ...matchesOf(plain.text, LOCAL)]
    .filter(({ start, text }) => !isPublicPhone(plain.text, start, { text, words, published }))
    .filter(({ start }) => !isOfficialNumber(plain.text, start))
  const mobiles = matchesOf(close.text, MOBILE).filter(
    ({ start }) => !isOfficialNumber(close.text, start),
  )
  const lookalikes = matchesOf(close.text, LOOKALIKE).filter(({ text }) => isLookalike(text))
  const hosts = matchesOf(plain.text, HOST).filter(({ text }) => !isPublicHost(text))
  return [
    ...findPersonal(reading, words, published),
    ...[...lines, ...hosts, ...matchesOf(plain.text, SPELLED)].map((span) =>
      toFinding('contact', inPlain, span),
    ),
    ...[...mobiles, ...lookalikes, ...matchesOf(close.text, MAILBOX)].map((span) =>
      toFinding('contact', inClose, span),
    ),
  ]
}

function findPersonal(
  { original }: Reading,
  words: SolicitationWords,
  published: PublicAddresses,
): Finding[] {
  const isPublicHost = publicHosts(words, published)
  return findPersonalData(original).flatMap(({ kind, start, end }): Finding[] => {
    const quote = original.slice(start, end)
    const finding = { kind: 'contact', quote, start, end } as const
    if (kind === 'mobile' || kind === 'wechat') return [finding]
    if (kind === 'email') return isPublicHost(quote.split('@').at(-1) ?? '') ? [] : [finding]
    const isPublic = isPublicPhone(original, start, { text: quote, words, published })
    return kind === 'landline' && !isPublic ? [finding] : []
  })
}

function isLookalike(text: string): boolean {
  const digits = text.replaceAll('o', '0').replaceAll(/[il]/g, '1').replaceAll('z', '2')
  return /^1[3-9]/.test(digits) && text.replaceAll(/\D/g, '').length >= FEWEST_DIGITS
}

type Phone = { text: string; words: SolicitationWords; published: PublicAddresses }

/** Published by the catalogue; or given out as a public body's, by the sentence that it stands in. */
function isPublicPhone(text: string, at: number, { text: phone, words, published }: Phone) {
  const digits = phone.replaceAll(/\D/g, '')
  if (published.phones.some((known) => known.replaceAll(/\D/g, '') === digits)) return true
  const sentence = sentenceAt(text, at).text.replaceAll(/\s/g, '')
  const said = oneOf([...words.contact.public_phones, ...words.public_bodies])
  const own = `${oneOfPhrases(words.own.firm)}|${firmSuffix(words.firms)}`
  return (
    new RegExp(said, 'u').test(sentence) && !new RegExp(`${own}|我(?!国)|本人`, 'u').test(sentence)
  )
}

function publicHosts({ contact }: SolicitationWords, { hosts }: PublicAddresses) {
  const known = [...contact.public_hosts, ...hosts]
  return (host: string) => {
    const name = host.trim().toLowerCase()
    return known.some((each) => name === each || name.endsWith(`.${each}`))
  }
}

import { digitsOf } from './digit-runs.ts'
import { findPersonalData, type PersonalDataKind } from './find-personal-data.ts'
import { toPlainText } from './plain-text.ts'

const LABELS: Record<PersonalDataKind, string> = {
  mobile: '手机号',
  landline: '固定电话',
  id_card: '身份证号',
  passport: '护照号',
  email: '邮箱',
  bank_card: '银行卡号',
  uscc: '信用代码',
  wechat: '社交账号',
}
const PLACEHOLDER = new RegExp(`〔(?:${Object.values(LABELS).join('|')})\\d+(?:·\\d+)?〕`, 'gu')

export type Mask = { mask: (text: string) => string; restore: (text: string) => string }

/** The text with a placeholder for each piece of personal data; masking it again changes nothing. */
export function maskPersonalData(text: string): string {
  return createMask().mask(text)
}

/**
 * One numbering for several texts, for as long as the mask is kept. A value has one number: 〔手机号1〕;
 * written in another way it is 〔手机号1·2〕, so that `restore` gives back what was written. A placeholder
 * that a text brings along stays, and its number is not given to a value after it.
 */
export function createMask(): Mask {
  const taken = new Set<string>()
  const written = new Map<string, string>()
  const placeholders = new Map<string, string>()
  const numbering = createNumbering(taken)

  const replace = (kind: PersonalDataKind, original: string) => {
    const key = `${kind} ${original}`
    const earlier = placeholders.get(key)
    if (earlier !== undefined) return earlier
    const placeholder = numbering(kind, toValue(kind, original))
    placeholders.set(key, placeholder)
    written.set(placeholder, original)
    return placeholder
  }
  return {
    mask: (text) => {
      for (const [placeholder] of text.matchAll(PLACEHOLDER)) taken.add(placeholder)
      let masked = ''
      let at = 0
      for (const { kind, start, end } of findPersonalData(text)) {
        masked += text.slice(at, start) + replace(kind, text.slice(start, end))
        at = end
      }
      return masked + text.slice(at)
    },
    restore: (text) =>
      text.replace(PLACEHOLDER, (placeholder) => written.get(placeholder) ?? placeholder),
  }
}

/** Gives each value of a kind its number, and each further way of writing it a number below that. */
function createNumbering(taken: Set<string>) {
  const numbers = new Map<string, number>()
  const last = new Map<string, number>()
  const next = (name: string, write: (number: number) => string) => {
    let number = (last.get(name) ?? 0) + 1
    while (taken.has(write(number))) number += 1
    last.set(name, number)
    taken.add(write(number))
    return number
  }
  return (kind: PersonalDataKind, value: string): string => {
    const first = (number: number) => `〔${LABELS[kind]}${number}〕`
    const number = numbers.get(`${kind} ${value}`)
    if (number === undefined) {
      const given = next(kind, first)
      numbers.set(`${kind} ${value}`, given)
      last.set(`${kind} ${given} ways`, 1)
      return first(given)
    }
    const other = (way: number) => `〔${LABELS[kind]}${number}·${way}〕`
    return other(next(`${kind} ${number} ways`, other))
  }
}

/** What two ways of writing the same value have in common. */
function toValue(kind: PersonalDataKind, original: string): string {
  const { text } = toPlainText(original)
  switch (kind) {
    case 'mobile':
      return digitsOf(text).slice(-11)
    case 'landline':
      return digitsOf(text).replace(/^(?:(?:00)?86)?0?/u, '')
    case 'id_card':
      return digitsOf(text) + (/[x×х]$/u.test(text) ? 'x' : '')
    case 'bank_card':
      return digitsOf(text)
    case 'passport':
    case 'uscc':
      return text.replace(/[\s-]/gu, '')
    case 'email':
    case 'wechat':
      return text
  }
}

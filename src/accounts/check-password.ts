import { AppError } from '../shared/errors.ts'
import { commonPasswords } from './common-passwords.ts'
import { lacksClasses, type PasswordProfile } from './password-profile.ts'

const SHORTEST = 12
/** Of what is left once names and words of this service are taken out. */
const SHORTEST_OWN = 8

/** Words that anybody would try here first (ASVS 5.0, 6.2.11). */
const CONTEXT = [
  'zhiwen',
  '知问',
  'zhishichanquan',
  '知识产权',
  'beijing',
  '北京',
  'zixun',
  '咨询',
  'zhuanli',
  '专利',
  'shangbiao',
  '商标',
  'banquan',
  '版权',
  'fuwu',
  '服务',
  'zhongxin',
  '中心',
  'gongzuozhan',
  '工作站',
  'zhuanjia',
  '专家',
  'guanliyuan',
  '管理员',
  'administrator',
  'admin',
  'patent',
  'trademark',
  'copyright',
  'cnipa',
  'bjipo',
]

const DISGUISES: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * Refuses what is guessed first: too short, a common password whatever decorates it, runs and repetitions,
 * words of this service and the person's own names (BAR 17; ASVS 5.0, 6.2.1–6.2.11); by the profile of 等保
 * also what is made of fewer than three kinds of characters.
 * @throws AppError `invalid`
 */
export function checkPassword(
  password: string,
  person: { username: string; name: string },
  profile: PasswordProfile,
): void {
  const text = password.normalize('NFKC').toLowerCase()
  if ([...text].length < SHORTEST) throw new AppError('invalid', 'password_too_short')
  if (isCommon(text)) throw new AppError('invalid', 'password_common')
  if (isNamed(text, [...CONTEXT, person.username, person.name])) {
    throw new AppError('invalid', 'password_of_context')
  }
  if (lacksClasses(profile, password.normalize('NFKC'))) {
    throw new AppError('invalid', 'password_too_plain')
  }
}

function isCommon(text: string): boolean {
  const unit = repeatedUnit(text)
  const readings = [text, unit, withoutDecoration(text), withoutDecoration(unit)]
  const all = [...readings, ...readings.map(undisguised), repeatedUnit(withoutDecoration(text))]
  return all.some((each) => each === '' || isCommonWord(each)) || isRun(text)
}

const isCommonWord = (word: string): boolean => commonPasswords.has(word) || commonCores.has(word)

/** `abcabcabcabc` is no better than `abc`. */
function repeatedUnit(text: string): string {
  const second = (text + text).indexOf(text, 1)
  return text.slice(0, second)
}

/** Digits and signs before and after it make a word no better: `password2026!!`. */
const withoutDecoration = (text: string): string => {
  const letters = [...text].map((each) => /\p{L}/u.test(each))
  const characters = [...text]
  return characters.slice(letters.indexOf(true), letters.lastIndexOf(true) + 1).join('')
}

const commonCores: ReadonlySet<string> = new Set([...commonPasswords].map(withoutDecoration))

const undisguised = (text: string): string =>
  [...text].map((each) => DISGUISES[each] ?? each).join('')

/** Fewer than five different characters, or neighbours on the keyboard or in the alphabet almost throughout. */
function isRun(text: string): boolean {
  const characters = [...text]
  if (new Set(characters).size < 5) return true
  const steps = characters.slice(1).map((each, at) => areNeighbours(characters[at] ?? '', each))
  return steps.filter(Boolean).length >= steps.length * 0.8
}

const ROWS = [
  '1234567890-=',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'abcdefghijklmnopqrstuvwxyz',
]

function areNeighbours(one: string, other: string): boolean {
  return ROWS.some((row) => {
    const places = [row.indexOf(one), row.indexOf(other)]
    return !places.includes(-1) && Math.abs((places[0] ?? 0) - (places[1] ?? 0)) <= 1
  })
}

function isNamed(text: string, words: readonly string[]): boolean {
  const named = words
    .map((word) => word.normalize('NFKC').toLowerCase().trim())
    .filter((word) => [...word].length >= 2)
  if (!named.some((word) => text.includes(word))) return false
  const rest = named.reduce((left, word) => left.replaceAll(word, ''), text)
  return [...withoutDecoration(rest)].length < SHORTEST_OWN
}

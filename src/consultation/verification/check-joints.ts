import type { Finding } from './claim.ts'
import type { Reading } from './reading.ts'

const JOINT = /(?:或者|或|要么|以及|及|和|与|并且|并|同时|且|兼)/gu
const OR = /或|要么/u
const AND = /以及|及|和|与|并|同时|且|兼/u
/** Characters of the source between the two words that a joint joins. */
const WIDEST = 24

/** “或” stays “或” and “和” stays “和” between the same words. */
export function checkJoints({ plain: text, text: raw, wording }: Reading): Finding[] {
  return [...text.matchAll(JOINT)].flatMap(({ 0: joint, index }) => {
    const before = text.slice(0, index).replace(/[、,;\s]+$/u, '')
    const left = before.slice(-2)
    const after = text.slice(index + joint.length).replace(/^(?:其中|者|其|由|具有)/u, '')
    const right = after.slice(0, 2)
    if (!/^[\p{L}\p{N}]{2}$/u.test(left) || !/^\p{L}{2}$/u.test(right)) return []
    const isOr = OR.test(joint)
    if (!isOr && (isExample(text, index) || /\binclud|\bsuch as\b/u.test(raw))) return []
    const held = between(wording, left, right)
    const kept = held.some((each) => (isOr ? OR : AND).test(each) || each === '、')
    const swapped = held.some((each) =>
      isOr ? !OR.test(each) && (AND.test(each) || each.includes(',')) : OR.test(each),
    )
    return swapped && !kept ? [{ check: 'joints' as const, detail: `${left}${joint}${right}` }] : []
  })
}

/** Examples in a row (“有 A、B 和 C 等”) are no alternatives and no conditions. */
function isExample(text: string, at: number): boolean {
  const before = /[^,;:。]*$/u.exec(text.slice(0, at))?.[0] ?? ''
  const after = /^[^,;:。]*/u.exec(text.slice(at))?.[0] ?? ''
  return before.includes('、') && /有|包括|例如|比如/u.test(before) && after.endsWith('等')
}

/** What stands in the text between the one word and the other soon after it, or turned round. */
function between(text: string, left: string, right: string): string[] {
  const found: string[] = []
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    for (let end = text.indexOf(other); end >= 0; end = text.indexOf(other, end + 1)) {
      const near = text.slice(Math.max(0, end - WIDEST - one.length), end)
      const at = near.lastIndexOf(one)
      const gap = near.slice(at + one.length)
      if (at >= 0 && !/[。\n]/u.test(gap)) found.push(gap)
    }
  }
  return found
}

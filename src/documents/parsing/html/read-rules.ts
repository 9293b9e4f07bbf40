import type { HiddenReason } from '../parsed-document.ts'
import { hidesByStyle } from './hides-by-style.ts'

/** `.note`, `#end` or `p`: why what bears the class, the id or the name is not seen. */
export type HidingRules = ReadonlyMap<string, HiddenReason>

const MOST_RULES = 5_000

/**
 * The rules of style sheets that hide something. Of a selector the last simple part counts (`div.a .b` is `.b`),
 * so that rather too much is flagged than too little.
 */
export function readRules(sheet: string): HidingRules {
  const rules = new Map<string, HiddenReason>()
  let at = 0
  for (let n = 0; n < MOST_RULES; n += 1) {
    const close = sheet.indexOf('}', at)
    if (close < 0) break
    const rule = sheet.slice(at, close)
    at = close + 1
    const open = rule.lastIndexOf('{')
    if (open < 0) continue
    // What stands before another brace is `@media …`.
    const head = rule.slice(0, open)
    const reason = hidesByStyle(rule.slice(open + 1))
    if (reason)
      for (const key of keysOf(head.slice(head.lastIndexOf('{') + 1))) rules.set(key, reason)
  }
  return rules
}

function keysOf(selectors: string): string[] {
  return selectors.split(',').flatMap((selector) => {
    const last =
      selector
        .trim()
        .split(/[\s>+~]/)
        .at(-1) ?? ''
    const key = /[.#][\w-]+$/.exec(last)?.[0] ?? /^[a-z][a-z0-9]*$/i.exec(last)?.[0]
    return key === undefined ? [] : [key.toLowerCase()]
  })
}

export function reasonByRules(
  rules: HidingRules,
  name: string,
  { class: classes = '', id = '' }: Record<string, string>,
): HiddenReason | undefined {
  if (rules.size === 0) return undefined
  const keys = [name, `#${id}`, ...classes.split(/\s+/).map((each) => `.${each}`)]
  for (const key of keys) {
    const reason = rules.get(key.toLowerCase())
    if (reason) return reason
  }
  return undefined
}

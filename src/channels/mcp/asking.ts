import type { Deps } from '../../deps.ts'
import { textOf } from '../../http/texts.ts'
import type { Language, PresentContext } from '../../knowledge/present.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'

/** Who asks, as far as it matters: in which language, and where links lead to. */
export type Asking = { deps: Deps; language: Language; site: string }

export function contextOf({ deps, language }: Asking): PresentContext {
  return { day: shanghaiDay(deps.now()), language }
}

export const linkTo = ({ site }: Asking, path: string): string => `${site}${path}`

/** A problem that the caller's model can mend: told as an error of the tool. */
export class ToolProblem extends Error {}

/** @returns the text of an error of this service, with what there is instead */
export function problemWith(key: string, language: Language, instead: readonly string[]) {
  const there = language === 'zh' ? '可用：' : 'There are:'
  return new ToolProblem(`${textOf(key, language)} ${there} ${instead.join(' · ')}`)
}

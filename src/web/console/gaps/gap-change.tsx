import { useWords } from '../use-words.ts'
import { gapsText } from './gaps-text.ts'
import type { Gap } from './use-gaps.ts'

/** How the number of askers has changed, in words: colour alone tells nobody. */
export function GapChange({ counts: { now, before } }: Pick<Gap, 'counts'>) {
  const words = useWords(gapsText)
  if (now === before) return <span className="chip">{words.same}</span>
  if (before === 0) return <span className="chip warning">{words.fresh}</span>
  return now > before ? (
    <span className="chip warning">{words.grew(now - before)}</span>
  ) : (
    <span className="chip success">{words.shrank(before - now)}</span>
  )
}

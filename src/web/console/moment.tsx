import { usePreferences } from './preferences.ts'
import { tellMoment } from './tell-moment.ts'

/** A moment as people here write it; drawn anew when the language changes. */
export function Moment({ at }: { at: string }) {
  usePreferences()
  return <time dateTime={at}>{tellMoment(at)}</time>
}

import { languageTag } from '../shared/language.ts'
import { readPreferences } from './preferences.ts'

/** A moment in Beijing, to the minute; a dash for none. */
export function tellMoment(moment: string | null): string {
  if (moment === null) return '—'
  return new Date(moment).toLocaleString(languageTag[readPreferences().language], {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** The day in Beijing, without the year. */
export function tellDay(moment: string): string {
  return new Date(moment).toLocaleDateString(languageTag[readPreferences().language], {
    timeZone: 'Asia/Shanghai',
    month: '2-digit',
    day: '2-digit',
  })
}

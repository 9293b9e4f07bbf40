import { languageTag } from './language.ts'
import type { Language } from './language.ts'

const oneMinute = 60_000

/** An instant (ISO 8601) by the clock of Beijing. Midnight is the end of the day before: terms end at 24:00. */
export function beijingTime(instant: string, language: Language): string {
  const at = new Date(instant)
  const show = (style: Intl.DateTimeFormatOptions, time: Date) =>
    new Intl.DateTimeFormat(languageTag[language], { timeZone: 'Asia/Shanghai', ...style }).format(
      time,
    )
  const date = { year: 'numeric', month: 'long', day: 'numeric' } as const
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const clock = show(hour, at)
  if (clock !== '00:00') return `${show(date, at)} ${clock}`
  return `${show(date, new Date(at.getTime() - oneMinute))} 24:00`
}

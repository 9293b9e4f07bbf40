import type { Language } from '../shared/language.ts'

export type TimeLeft = { tone: 'calm' | 'soon' | 'over'; text: string }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const soonBelow = DAY

/** Whole days and hours, or whole hours, or minutes: rounded down, so that nobody counts on time that is not there. */
function lengthOf(ms: number, language: Language): string {
  const days = Math.floor(ms / DAY)
  const hours = Math.floor((ms % DAY) / HOUR)
  const minutes = Math.max(1, Math.floor((ms % HOUR) / MINUTE))
  const zh = language === 'zh'
  if (days > 0 && hours > 0) return zh ? `${days} 天 ${hours} 小时` : `${days} d ${hours} h`
  if (days > 0) return zh ? `${days} 天` : `${days} d`
  if (hours > 0) return zh ? `${hours} 小时` : `${hours} h`
  return zh ? `${minutes} 分钟` : `${minutes} min`
}

/** How long it is from `now` (ms) until `due` (ISO 8601), in words, with how urgent that is. */
export function timeLeft(due: string, now: number, language: Language): TimeLeft {
  const ms = Date.parse(due) - now
  const length = lengthOf(Math.abs(ms), language)
  if (ms <= 0)
    return { tone: 'over', text: language === 'zh' ? `已超时 ${length}` : `${length} overdue` }
  const text = language === 'zh' ? `剩 ${length}` : `${length} left`
  return { tone: ms < soonBelow ? 'soon' : 'calm', text }
}

import { z } from 'zod'
import { type Day, isWeekend, parseDay, yearOf } from '../../shared/shanghai-day.ts'

const Text = z.string().trim().min(1)
const IsoDay = z.iso.date('not a day such as 2026-02-17')

const festivals = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'] as const
type Festival = (typeof festivals)[number]

/** 《全国年节及纪念日放假办法》第二条, by the first year of each revision. */
const laws: { from: number; days: Record<Festival, number> }[] = [
  // 国务院令第644号
  {
    from: 2014,
    days: { 元旦: 1, 春节: 3, 清明节: 1, 劳动节: 1, 端午节: 1, 中秋节: 1, 国庆节: 3 },
  },
  // 国务院令第795号
  {
    from: 2025,
    days: { 元旦: 1, 春节: 4, 清明节: 1, 劳动节: 2, 端午节: 1, 中秋节: 1, 国庆节: 3 },
  },
]

const solarFestivals: Partial<Record<Festival, string>> = {
  元旦: '01-01',
  劳动节: '05-01',
  国庆节: '10-01',
}

const Notice = z.strictObject({
  title: Text,
  number: z
    .string()
    .regex(/^国办?发明电〔\d{4}〕\d{1,3}号$/, 'not a number such as 国办发明电〔2025〕7号'),
})

const Break = z.strictObject({
  name: Text,
  from: IsoDay,
  to: IsoDay,
  /** The make-up working days on weekends (调休上班). */
  work_on: z.array(IsoDay).default([]),
})

const Year = z.strictObject({
  year: z.int().min(2014).max(2199),
  /** That of the year first, then those that changed it. */
  notices: z.array(Notice).min(1),
  /** As the notices give them. */
  breaks: z.array(Break).min(1),
  /** Days off that a notice gives beyond the law. */
  added: z.array(z.strictObject({ day: IsoDay, why: Text })).default([]),
  /** The days that the law itself names, wherever the breaks lie. */
  statutory: z.record(z.enum(festivals), z.array(IsoDay).min(1)),
})
type Year = z.infer<typeof Year>

type Problem = { path: PropertyKey[]; message: string }

/**
 * `knowledge/calendar.yml`: the holidays and make-up working days of each year, oldest first, without gaps.
 * Source: the yearly notices of 国务院办公厅 (关于…年部分节假日安排的通知).
 */
export const CalendarFile = z
  .array(
    Year.superRefine((year, context) => {
      const problems = listProblems(year)
      for (const { path, message } of problems) {
        context.addIssue({ code: 'custom', path, message })
      }
    }),
  )
  .min(1)
  .superRefine((years, context) => {
    years.slice(1).forEach(({ year }, at) => {
      const before = years[at]?.year ?? year
      if (year === before + 1) return
      const message = `${before} must be followed by ${before + 1}`
      context.addIssue({ code: 'custom', path: [at + 1, 'year'], message })
    })
  })
export type CalendarFile = z.infer<typeof CalendarFile>

/** The days from `from` to `to`; none where they are the wrong way round. */
export function daysOf({ from, to }: { from: string; to: string }): Day[] {
  const first = parseDay(from)
  return Array.from({ length: Math.max(0, parseDay(to) - first + 1) }, (_, at) => first + at)
}

/**
 * The first day of the year whose arrangement the notice for the next year may still change:
 * New Year has reached back as far as 29 December.
 */
export function openFrom(year: number): Day {
  return parseDay(`${year}-12-28`)
}

function listProblems(year: Year): Problem[] {
  const problems = [...checkNotice(year), ...checkDates(year), ...checkStatutory(year)]
  // A sum over wrong dates would only repeat what is wrong with them.
  return problems.length > 0 ? problems : checkBalance(year)
}

function checkNotice({ year, notices }: Year): Problem[] {
  if (notices[0]?.title.includes(`${year}年`)) return []
  return [{ path: ['notices', 0, 'title'], message: `is not the notice for ${year}` }]
}

function checkDates({ year, breaks, added }: Year): Problem[] {
  const off = new Set(breaks.flatMap(daysOf))
  const ofYear = (iso: string, path: PropertyKey[]): Problem[] => {
    const day = parseDay(iso)
    const inside = yearOf(day) === year || (yearOf(day) === year - 1 && day >= openFrom(year - 1))
    return inside ? [] : [{ path, message: `${iso} does not belong to ${year}` }]
  }
  const orderly = breaks.flatMap(({ from, to }, at): Problem[] => {
    const before = breaks[at - 1]
    if (to < from) return [{ path: ['breaks', at, 'to'], message: `ends before ${from}` }]
    if (before === undefined || before.to < from) return []
    return [{ path: ['breaks', at, 'from'], message: `is not after ${before.to}` }]
  })
  const work = breaks.flatMap(({ work_on }, at) =>
    work_on.flatMap((iso, which) => {
      const path = ['breaks', at, 'work_on', which]
      if (!isWeekend(parseDay(iso))) return [{ path, message: `${iso} is not on a weekend` }]
      if (off.has(parseDay(iso))) return [{ path, message: `${iso} is a day off, too` }]
      return ofYear(iso, path)
    }),
  )
  const ends = breaks.flatMap(({ from, to }, at) => [
    ...ofYear(from, ['breaks', at, 'from']),
    ...ofYear(to, ['breaks', at, 'to']),
  ])
  const extra = added.flatMap(({ day }, at) =>
    off.has(parseDay(day))
      ? []
      : [{ path: ['added', at, 'day'], message: `${day} is in none of the breaks` }],
  )
  return [...orderly, ...ends, ...work, ...extra]
}

function checkStatutory({ year, breaks, statutory }: Year): Problem[] {
  const off = new Set(breaks.flatMap(daysOf))
  const law = laws.findLast(({ from }) => from <= year)
  return festivals.flatMap((festival): Problem[] => {
    const path = ['statutory', festival]
    const days = statutory[festival].map(parseDay)
    const first = days[0]
    const solar = solarFestivals[festival]
    if (days.length !== law?.days[festival]) {
      return [{ path, message: `the law gives ${law?.days[festival]} days in ${year}` }]
    }
    if (days.some((day, at) => at > 0 && day !== (days[at - 1] ?? 0) + 1)) {
      return [{ path, message: 'the days do not follow each other' }]
    }
    if (solar !== undefined && first !== parseDay(`${year}-${solar}`)) {
      return [{ path, message: `does not begin on ${year}-${solar}` }]
    }
    return days.every((day) => off.has(day)) ? [] : [{ path, message: 'is in none of the breaks' }]
  })
}

/**
 * A statutory holiday on a weekend is made up on a weekday, and every other weekday off is worked on a weekend
 * (放假办法 第六、七条): so a year loses exactly as many working days as the law and the notices give.
 */
function checkBalance({ breaks, added, statutory }: Year): Problem[] {
  const weekdaysOff = breaks.flatMap(daysOf).filter((day) => !isWeekend(day)).length
  const worked = new Set(breaks.flatMap(({ work_on }) => work_on)).size
  const given = Object.values(statutory).flat().length + added.length
  if (weekdaysOff - worked === given) return []
  const message = `${weekdaysOff} weekdays off less ${worked} worked at weekends should be ${given}`
  return [{ path: ['breaks'], message }]
}

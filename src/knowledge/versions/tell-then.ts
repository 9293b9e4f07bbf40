import type { Status } from '../../shared/message.ts'
import { statusOn } from '../read-documents.ts'
import type { DocumentHeader } from '../schemas.ts'
import { type DayRange, holdsFrom, holdsTo } from './applying.ts'

type Language = 'zh' | 'en'
type Asked = { asOf: DayRange; day: string; language: Language }

const then = {
  draft: { zh: '当时为征求意见稿，未施行', en: 'a draft for comment then, not in force' },
  not_yet: { zh: '当时尚未施行', en: 'not yet in force then' },
  in_force: { zh: '当时有效', en: 'in force then' },
  ended: { zh: '当时已失效', en: 'no longer in force then' },
  unverified: {
    zh: '未载明施行日期，当时是否适用待核',
    en: 'states no date; whether it applied then is to be verified',
  },
} satisfies Record<Status, { zh: string; en: string }>

const inPeriod = { zh: '当时在实施期内', en: 'within its period then' }
const SEPARATOR = { zh: '，', en: ', ' }

/**
 * How it was with a version in the days of a question: its number, its status then with the days on which it
 * held, that it was published only later, and what has become of it since.
 */
export function tellThen(header: DocumentHeader, asked: Asked): string {
  const { language } = asked
  const parts = [
    versionOf(header, language),
    `${statusThen(header, asked)}${daysOf(header, language)}`,
    publishedLater(header, asked),
    since(header, asked),
  ]
  return parts.filter((part) => part !== '').join(SEPARATOR[language])
}

const versionOf = ({ version }: DocumentHeader, language: Language): string => {
  if (version === undefined) return ''
  return language === 'zh' ? `第 ${version} 版` : `version ${version}`
}

/** On the first of the days on which it held. */
function statusThen(header: DocumentHeader, { asOf, language }: Asked): string {
  const first = holdsFrom(header)
  const status = statusOn(header, first !== null && first > asOf.from ? first : asOf.from)
  const hasPeriod = header.period_from !== null && header.period_to !== null
  return status === 'unverified' && hasPeriod ? inPeriod[language] : then[status][language]
}

function daysOf(header: DocumentHeader, language: Language): string {
  const from = header.status_stated === 'draft' ? null : header.period_from
  const to = holdsTo(header)
  if (from === null && to === null) return ''
  if (language === 'en')
    return ` (${[from && `from ${from}`, to && `until ${to}`].filter(Boolean).join(' ')})`
  return `（${[from && `${from} 起`, to && `至 ${to}`].filter(Boolean).join('')}）`
}

function publishedLater({ issued_on: issued }: DocumentHeader, { asOf, language }: Asked): string {
  if (issued === null || issued <= asOf.to) return ''
  return language === 'zh' ? `${issued} 才发布` : `published only on ${issued}`
}

function since(header: DocumentHeader, { day, language }: Asked): string {
  const to = holdsTo(header)
  if (to === null || to >= day) return ''
  const replaced = header.superseded_from !== undefined && header.superseded_from <= day
  if (replaced) return language === 'zh' ? '现已被新版本取代' : 'superseded since'
  return language === 'zh' ? '现已期满' : 'ended since'
}

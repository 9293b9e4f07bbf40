import type { Context } from 'hono'
import type { AppEnv } from '../http/app-env.ts'
import { preferredLanguage } from '../http/texts.ts'
import { AppError } from '../shared/errors.ts'
import type { Status } from '../shared/message.ts'
import { statusOn } from './read-documents.ts'
import type { RuntimeKnowledge } from './runtime-knowledge.ts'
import type { DocumentHeader } from './schemas.ts'
import type { DayRange } from './versions/applying.ts'
import { tellThen } from './versions/tell-then.ts'

export type Language = 'zh' | 'en'
/** `asOf`: the days that a question is about, where it is not about today. */
export type PresentContext = { day: string; language: Language; asOf?: DayRange | undefined }

export const languageOfRequest = (c: Context<AppEnv>): Language =>
  preferredLanguage(c.req.header('accept-language'))

const words = {
  draft: { zh: '征求意见稿，尚未正式施行', en: 'draft for comment, not in force' },
  not_yet: { zh: '已发布，尚未施行', en: 'published, not yet in force' },
  in_force: { zh: '现行有效', en: 'in force' },
  ended: { zh: '实施期已满', en: 'period has ended' },
  unverified: {
    zh: '未载明文号和施行日期，状态待核',
    en: 'states no number or date; status to be verified',
  },
} satisfies Record<Status, { zh: string; en: string }>

/** The same in a word or two, beside a title. */
const briefWords = {
  draft: { zh: '未施行', en: 'not in force' },
  not_yet: { zh: '尚未施行', en: 'not yet in force' },
  in_force: { zh: '现行有效', en: 'in force' },
  ended: { zh: '实施期已满', en: 'period ended' },
  unverified: { zh: '状态待核', en: 'status unverified' },
} satisfies Record<Status, { zh: string; en: string }>

/** A curated answer quotes no document: it is said to be the words of people, until when. */
const curatedWords = {
  in_use: { zh: '工作人员审定，不是文件原文', en: 'approved by staff, not the text of a document' },
  until: { zh: (day: string) => `，有效至 ${day}`, en: (day: string) => `, valid until ${day}` },
  ended: { zh: '待复核，已停止使用', en: 'to be reviewed, no longer in use' },
}

function tellCurated(header: DocumentHeader, { day, language }: PresentContext): string {
  if (statusOn(header, day) === 'ended') return curatedWords.ended[language]
  const until = header.period_to === null ? '' : curatedWords.until[language](header.period_to)
  return `${curatedWords.in_use[language]}${until}`
}

const superseded = { zh: '已被新版本取代', en: 'superseded by a later version' }

/**
 * The status of a document as of a day, as a code and in words, with the number of the version where it is not
 * the one that comes with the software. For a question about other days the words say how it was then.
 */
export function presentStatus(header: DocumentHeader, context: PresentContext) {
  const { day, language, asOf } = context
  const status = statusOn(header, day)
  const statusText = asOf ? tellThen(header, { asOf, day, language }) : tellNow(header, context)
  return { status, statusText, ...(header.version !== undefined && { version: header.version }) }
}

function tellNow(header: DocumentHeader, { day, language }: PresentContext): string {
  const status = statusOn(header, day)
  if (header.curated) return tellCurated(header, { day, language })
  if (isSuperseded(header, day)) return superseded[language]
  return `${words[status][language]}${periodOf(header, { status, language })}`
}

function periodOf(
  { period_from: from, period_to: to }: DocumentHeader,
  { status, language }: { status: Status; language: Language },
): string {
  if (status === 'ended' && from && to) return ` (${from.slice(0, 4)}—${to.slice(0, 4)})`
  if (status !== 'not_yet' || !from) return ''
  return language === 'zh' ? `，${from} 起施行` : `, from ${from}`
}

const isSuperseded = ({ superseded_from: since }: DocumentHeader, day: string): boolean =>
  since !== undefined && since <= day

/** For the lead of an answer. */
export function briefStatus(header: DocumentHeader, context: PresentContext): string {
  const { day, language, asOf } = context
  if (asOf) return tellThen(header, { asOf, day, language })
  if (header.curated) return tellCurated(header, context)
  if (isSuperseded(header, day)) return superseded[language]
  return briefWords[statusOn(header, day)][language]
}

/** Where a passage stands: its headings, and the article's number where it has one. */
export function headingOf(path: string[], locator: string): string {
  const article = /^art(\d+)/.exec(locator)?.[1]
  return [...path.slice(1), ...(article ? [`第${article}条`] : [])].join(' › ')
}

/** The page of this service that opens a clause. */
export function clauseUrl(document: string, locator: string): string {
  return `/documents/${document}#${encodeURIComponent(locator)}`
}

/** @throws AppError `not_found` */
export function headerOf(knowledge: RuntimeKnowledge, document: string): DocumentHeader {
  const header = knowledge.documents.find(({ id }) => id === document)
  if (!header) throw new AppError('not_found', 'document_unknown')
  return header
}

import type { Context } from 'hono'
import type { AppEnv } from '../http/app-env.ts'
import { preferredLanguage } from '../http/texts.ts'
import { AppError } from '../shared/errors.ts'
import type { Status } from '../shared/message.ts'
import { statusOn } from './read-documents.ts'
import type { RuntimeKnowledge } from './runtime-knowledge.ts'
import type { DocumentHeader } from './schemas.ts'

export type Language = 'zh' | 'en'
export type PresentContext = { day: string; language: Language }

export const languageOfRequest = (c: Context<AppEnv>): Language =>
  preferredLanguage(c.req.header('accept-language'))

const words = {
  draft: { zh: '征求意见稿，尚未正式施行', en: 'draft for comment, not in force' },
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
  in_force: { zh: '现行有效', en: 'in force' },
  ended: { zh: '实施期已满', en: 'period ended' },
  unverified: { zh: '状态待核', en: 'status unverified' },
} satisfies Record<Status, { zh: string; en: string }>

/** The status of a document as of a day, as a code and in words. */
export function presentStatus(header: DocumentHeader, { day, language }: PresentContext) {
  const status = statusOn(header, day)
  const { period_from: from, period_to: to } = header
  const period = status === 'ended' && from && to ? ` (${from.slice(0, 4)}—${to.slice(0, 4)})` : ''
  return {
    status,
    statusText: `${words[status][language]}${period}`,
  }
}

export function briefStatus(header: DocumentHeader, { day, language }: PresentContext): string {
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

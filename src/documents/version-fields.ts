import { z } from 'zod'
import type { DocumentHeader } from '../knowledge/schemas.ts'
import { type StatedStatus, statedStatuses } from '../shared/document-versions.ts'

const LONGEST = 200
const Words = z.string().trim().min(1, 'document_title_missing').max(LONGEST, 'text_too_long')
const Given = z.string().trim().min(1).max(LONGEST, 'text_too_long').nullable()
const Day = z.iso.date('document_day_wrong').nullable()

/** What staff enter or check of a version; days are `2026-05-01`. */
export const VersionFields = z.strictObject({
  title: Words,
  shortTitle: Words,
  titleEn: Words,
  issuer: Given,
  documentNumber: Given,
  status: z.enum(statedStatuses).describe('as the document itself says'),
  issuedOn: Day.describe('the day of its publication'),
  commentFrom: Day,
  commentTo: Day,
  effectiveOn: Day.describe('the first day in force'),
  endedOn: Day.describe('the last day in force'),
})
export type VersionFields = z.infer<typeof VersionFields>

export function fieldsOf(header: DocumentHeader): VersionFields {
  return {
    title: header.title,
    shortTitle: header.short_title,
    titleEn: header.title_en,
    issuer: header.issuer,
    documentNumber: header.document_number,
    status: statusOf(header),
    issuedOn: header.issued_on,
    commentFrom: header.comment_from,
    commentTo: header.comment_to,
    effectiveOn: header.period_from,
    endedOn: header.period_to,
  }
}

function statusOf({ status_stated: stated, ...header }: DocumentHeader): StatedStatus {
  if (stated === 'draft') return 'draft'
  if (header.in_force_stated) return 'in_force'
  return stated === 'issued' ? 'ended' : 'undated'
}

const statedOf = {
  draft: 'draft',
  in_force: 'issued',
  ended: 'issued',
  undated: 'unknown',
} as const

export function withFields(header: DocumentHeader, fields: VersionFields): DocumentHeader {
  return {
    ...header,
    title: fields.title,
    short_title: fields.shortTitle,
    title_en: fields.titleEn,
    issuer: fields.issuer,
    document_number: fields.documentNumber,
    issued_on: fields.issuedOn,
    comment_from: fields.commentFrom,
    comment_to: fields.commentTo,
    period_from: fields.effectiveOn,
    period_to: fields.endedOn,
    status_stated: statedOf[fields.status],
    in_force_stated: fields.status === 'in_force',
  }
}

export const saysDraft = (words: string): boolean => /征求意见稿|送审稿|草案/u.test(words)

/** Why a version cannot be submitted, as keys of `http/document-texts.ts`. */
export const fieldProblems = [
  'document_effective_missing',
  'document_ended_missing',
  'document_draft_has_days',
  'document_undated_has_days',
  'document_days_disordered',
  'document_title_says_draft',
] as const
export type FieldProblem = (typeof fieldProblems)[number]

/**
 * Status and days must say the same (DESIGN §2.1): nothing is in force without its first day, a draft never is,
 * and a title that says 征求意见稿 is that of a draft.
 */
export function findFieldProblems(fields: VersionFields): FieldProblem[] {
  const { status, effectiveOn, endedOn, commentFrom, commentTo } = fields
  const held = effectiveOn !== null || endedOn !== null
  const wrong: Record<FieldProblem, boolean> = {
    document_effective_missing: status === 'in_force' && effectiveOn === null,
    document_ended_missing: status === 'ended' && endedOn === null,
    document_draft_has_days: status === 'draft' && held,
    document_undated_has_days: status === 'undated' && held,
    document_days_disordered:
      isDisordered(effectiveOn, endedOn) || isDisordered(commentFrom, commentTo),
    document_title_says_draft: status !== 'draft' && saysDraft(fields.title),
  }
  return fieldProblems.filter((problem) => wrong[problem])
}

const isDisordered = (from: string | null, to: string | null): boolean =>
  from !== null && to !== null && to < from

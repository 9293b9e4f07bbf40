import type { DocumentHeader } from '../knowledge/schemas.ts'
import { isDay } from '../shared/shanghai-day.ts'
import { saysDraft, type VersionFields } from './version-fields.ts'

const DAY = '(\\d{4})\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*日'
const EFFECTIVE = new RegExp(
  `自\\s*${DAY}\\s*(?:零时)?\\s*起\\s*(?:正式)?\\s*(?:施行|实施|生效|执行)`,
  'u',
)
const UNTIL = new RegExp(`有效期\\s*(?:限)?\\s*(?:截?至|到)\\s*${DAY}`, 'u')
const LAST_LINE_DAY = new RegExp(`^\\s*${DAY}\\s*$`, 'u')
const NUMBER = /[\p{Script=Han}]{2,12}[〔[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*\d{1,4}\s*号/u
/** A notice before the text and the signature after it are short. */
const EDGE = 4_000

/** What the text itself seems to say of its days and status: a proposal that staff check, never more. */
export function guessFields(
  { title, body }: { title: string; body: string },
  former: DocumentHeader | undefined,
): VersionFields {
  const isDraft = saysDraft(title) || saysDraft(body.slice(0, 200))
  const effectiveOn = isDraft ? null : readDay(EFFECTIVE.exec(body))
  const endedOn = isDraft ? null : readDay(UNTIL.exec(body))
  const edges = `${body.slice(0, EDGE)}\n${body.slice(-EDGE)}`
  const issued = edges.split('\n').flatMap((line) => readDay(LAST_LINE_DAY.exec(line)) ?? [])
  return {
    title,
    shortTitle: title,
    titleEn: former && !isDraft ? former.title_en.replace(/\s*\(Draft[^)]*\)$/u, '') : title,
    issuer: former?.issuer ?? null,
    documentNumber: NUMBER.exec(body.slice(0, EDGE))?.[0] ?? null,
    status: statusOf(isDraft, effectiveOn),
    issuedOn: issued[0] ?? null,
    commentFrom: null,
    commentTo: null,
    effectiveOn,
    endedOn: effectiveOn === null ? null : endedOn,
  }
}

function statusOf(isDraft: boolean, effectiveOn: string | null): VersionFields['status'] {
  if (isDraft) return 'draft'
  return effectiveOn === null ? 'undated' : 'in_force'
}

function readDay(found: RegExpExecArray | null): string | null {
  if (!found) return null
  const [, year = '', month = '', day = ''] = found
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(iso) ? iso : null
}

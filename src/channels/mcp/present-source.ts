import type { PresentContext } from '../../knowledge/present.ts'
import { presentStatus } from '../../knowledge/present.ts'
import type { DocumentHeader } from '../../knowledge/schemas.ts'
import { holdsFrom, holdsTo } from '../../knowledge/versions/applying.ts'
import type { Status } from '../../shared/message.ts'
import type { Source } from './tool-schemas.ts'

/** What must be told along with words of a document (DESIGN §2.1). */
const notices = {
  draft: {
    zh: '本文件是征求意见稿，尚未正式施行：引用时须注明，不得当作现行有效的规定。',
    en: 'This is a draft for comment and not in force: say so whenever you quote it, and never present it as law.',
  },
  not_yet: {
    zh: '本文件已发布但尚未施行：引用时须注明施行日期。',
    en: 'This is published but not yet in force: say from when it applies.',
  },
  ended: {
    zh: '本文件的实施期已满：引用时须注明，不得当作现行有效的规定。',
    en: 'The period of this document is over: say so whenever you quote it, and never present it as current.',
  },
  unverified: {
    zh: '本文件未载明文号和施行日期，效力状态待核：引用时须注明。',
    en: 'This states neither number nor date, and its status is to be verified: say so whenever you quote it.',
  },
  in_force: null,
} satisfies Record<Status, { zh: string; en: string } | null>

/** The document of a result with its status as of today, its days of validity and what must be told along. */
export function presentSource(header: DocumentHeader, context: PresentContext): Source {
  const presented = presentStatus(header, context)
  const isDraft = header.status_stated === 'draft'
  return {
    document: header.id,
    title: header.title,
    ...presented,
    validFrom: isDraft ? null : holdsFrom(header),
    validTo: isDraft ? null : holdsTo(header),
    notice: notices[presented.status]?.[context.language] ?? null,
  }
}

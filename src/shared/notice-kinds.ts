import { fields, urgencies } from './message.ts'

const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const oneOf = (words: readonly string[]) => new RegExp(`^(?:${words.join('|')})$`)

/**
 * All that a notice may say, and in which form: codes, times, numbers, closed words and ids. A name, a telephone
 * number or an address has no place here, so none can reach a group, a mailbox or another system.
 */
const forms = {
  /** Of a case or a complaint. */
  code: /^[A-Z]{2}-[0-9A-Z]{8}$/,
  field: oneOf(fields),
  urgency: oneOf(urgencies),
  dueAt: time,
  startsAt: time,
  year: /^\d{4}$/,
  /** The Monday of a week on duty. */
  week: /^\d{4}-\d{2}-\d{2}$/,
  count: /^\d{1,6}$/,
  /** What has failed: a kind of notice or of job. */
  kind: /^[a-z_]{1,40}$/,
  channel: oneOf(['email', 'wecom_app', 'wecom_robot', 'webhook', 'job']),
  caseId: id,
  ticketId: id,
  complaintId: id,
  statementId: id,
  entryId: id,
  trainingId: id,
  /** Its code stands in no notice: it is opened while an e-mail is written (`notices/address-notice.ts`). */
  invitationId: id,
} as const satisfies Record<string, RegExp>

export type NoticeWord = keyof typeof forms

type Rule = {
  /** What its data must say; its text may say nothing else. Other words follow as lines of their own. */
  words: readonly NoticeWord[]
  /** Where whoever is told goes on. */
  page: 'console' | 'workbench'
}

/** Everything that somebody is told of. The texts stand in `knowledge/notices.yml`. */
export const noticeKinds = {
  ticket_offered: { words: ['code'], page: 'workbench' },
  ticket_reminder: { words: ['code'], page: 'workbench' },
  ticket_lapsed: { words: ['code'], page: 'console' },
  ticket_declined: { words: ['code'], page: 'console' },
  ticket_recalled: { words: ['code'], page: 'workbench' },
  reply_reminder: { words: ['code'], page: 'workbench' },
  reply_returned: { words: ['code'], page: 'workbench' },
  reply_submitted: { words: ['code'], page: 'console' },
  reply_held: { words: ['code'], page: 'console' },
  case_opened: { words: ['code'], page: 'console' },
  case_forwarded: { words: ['code'], page: 'console' },
  asker_wrote: { words: ['code'], page: 'console' },
  case_overdue: { words: ['code'], page: 'console' },
  no_expert_left: { words: ['code'], page: 'console' },
  expert_invited: { words: ['code'], page: 'workbench' },
  expert_unreached: { words: ['code'], page: 'console' },
  delivery_unconfirmed: { words: ['code'], page: 'console' },
  expert_left: { words: ['code'], page: 'console' },
  swap_asked: { words: ['week'], page: 'console' },
  complaint_opened: { words: ['code'], page: 'console' },
  follow_up_due: { words: [], page: 'console' },
  curated_review_due: { words: [], page: 'console' },
  document_submitted: { words: [], page: 'console' },
  answers_to_recall: { words: [], page: 'console' },
  training_tomorrow: { words: ['startsAt', 'count'], page: 'console' },
  password_old: { words: [], page: 'console' },
  special_list_due: { words: ['year'], page: 'console' },
  special_list_overdue: { words: ['year'], page: 'console' },
  calendar_missing: { words: ['year'], page: 'console' },
  dead_letter: { words: ['channel', 'kind'], page: 'console' },
} as const satisfies Record<string, Rule>

export type NoticeKind = keyof typeof noticeKinds

export type NoticeData<Kind extends NoticeKind> = Record<
  (typeof noticeKinds)[Kind]['words'][number],
  string
> & { [Word in NoticeWord]?: string }

export function isNoticeKind(kind: string): kind is NoticeKind {
  return kind in noticeKinds
}

/** Names the words of a notice that are missing, that it may not say, or that are not of their form. */
export function findWrongWords(kind: NoticeKind, data: Record<string, string>): string[] {
  const known = new Map<string, RegExp>(Object.entries(forms))
  const said = Object.entries(data).filter(([word, value]) => !known.get(word)?.test(value))
  const missing = noticeKinds[kind].words.filter((word) => !(word in data))
  return [...said.map(([word]) => word), ...missing]
}

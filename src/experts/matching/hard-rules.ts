import { type ConflictRule, findConflicts } from './find-conflicts.ts'
import type { ExpertStatus } from '../../shared/expert-status.ts'
import type { BilingualText, CaseProfile, ExpertProfile } from './profiles.ts'

export type HardRule =
  | 'not_active'
  | 'no_consent'
  | 'on_leave'
  | 'full_load'
  | 'declined_before'
  | ConflictRule

/** `today` is the day of `at` in Asia/Shanghai, `YYYY-MM-DD`. */
export type DatedCase = CaseProfile & { today: string }

export type Exclusion = { expertId: string; rule: HardRule; text: BilingualText }

const STATUS_TEXT: Record<Exclude<ExpertStatus, 'active'>, BilingualText> = {
  suspended: { zh: '已暂停服务', en: 'suspended' },
  withdrawn: { zh: '已自主退出', en: 'has withdrawn' },
  removed: { zh: '已取消资格', en: 'removed from the roster' },
}

/**
 * Every hard rule that keeps this expert from this case, not only the first: whoever calls an expert
 * back from leave must still see the conflict.
 */
export function listExclusions(subject: DatedCase, expert: ExpertProfile): Exclusion[] {
  const plain = plainRules.flatMap(({ rule, applies }) => {
    const text = applies(subject, expert)
    return text ? [{ rule, text }] : []
  })
  const all = [...plain, ...findConflicts(subject, expert)]
  return all.map(({ rule, text }) => ({ expertId: expert.id, rule, text }))
}

const plainRules: {
  rule: HardRule
  applies: (subject: DatedCase, expert: ExpertProfile) => BilingualText | false
}[] = [
  {
    rule: 'not_active',
    applies: (_, { status }) => status !== 'active' && STATUS_TEXT[status],
  },
  {
    rule: 'no_consent',
    applies: (_, { consented }) =>
      !consented && { zh: '本人尚未同意接受派件', en: 'has not consented to be asked' },
  },
  { rule: 'on_leave', applies: onLeave },
  {
    rule: 'full_load',
    applies: (_, { openTickets, capacity }) =>
      openTickets >= capacity && {
        zh: `在办 ${openTickets} 件，已达上限 ${capacity} 件`,
        en: `${openTickets} open tickets, at most ${capacity}`,
      },
  },
  {
    rule: 'declined_before',
    applies: ({ declinedBy }, { id }) =>
      declinedBy.includes(id) && {
        zh: '已谢绝本件或逾期未回应',
        en: 'declined this case or let it lapse',
      },
  },
]

function onLeave({ today }: DatedCase, { leave }: ExpertProfile): BilingualText | false {
  const current = leave.find(({ from, to }) => from <= today && today <= to)
  return (
    current !== undefined && {
      zh: `请假中（${current.from} 至 ${current.to}）`,
      en: `on leave (${current.from} to ${current.to})`,
    }
  )
}

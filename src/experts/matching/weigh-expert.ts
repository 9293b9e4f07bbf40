import { type Field, fields } from '../../shared/message.ts'
import { fold } from '../../shared/text.ts'
import type { BilingualText, CaseProfile, ExpertProfile } from './profiles.ts'

/** Points that each rule can give, 100 in all by default. */
export type MatchWeights = {
  field: number
  language: number
  industry: number
  district: number
  load: number
  turn: number
  duty: number
  /** Share of the field's points for 综合, on either side. */
  generalShare: number
  /** Days without an offer after which an expert's turn has fully come. */
  turnDays: number
}

export const defaultMatchWeights: MatchWeights = {
  field: 40,
  language: 15,
  industry: 10,
  district: 10,
  load: 10,
  turn: 10,
  duty: 5,
  generalShare: 0.5,
  turnDays: 28,
}

export type SoftRule = 'field' | 'language' | 'industry' | 'district' | 'load' | 'turn' | 'duty'

export type Reason = { rule: SoftRule; points: number; text: BilingualText }

/** What the weights are applied to: `fewestOffers` is the least `offeredCount` among all candidates. */
export type Setting = { weights: MatchWeights; fewestOffers: number }

type Finding = { share: number; text: BilingualText }

/**
 * One reason for each rule that says something about this case, also for 0 points, so that staff see
 * what does not fit. Rules: service-spec, 服务要求 2 (住所、活动需求、轮值) and DESIGN §2.4.
 */
export function weighExpert(
  subject: CaseProfile,
  expert: ExpertProfile,
  setting: Setting,
): Reason[] {
  const { weights } = setting
  const findings: [SoftRule, Finding | undefined][] = [
    ['field', weighField(subject.field, expert, weights.generalShare)],
    ['language', weighLanguage(subject, expert)],
    ['industry', weighIndustry(subject, expert)],
    ['district', weighDistrict(subject, expert)],
    ['load', weighLoad(expert)],
    ['turn', weighTurn(subject, expert, setting)],
    ['duty', weighDuty(expert)],
  ]
  return findings.flatMap(([rule, finding]) =>
    finding ? [{ rule, points: tenths(weights[rule] * finding.share), text: finding.text }] : [],
  )
}

/** Sums and comparisons stay exact in tenths. */
export function tenths(points: number): number {
  return Math.round(points * 10) / 10
}

const FIELD_NAMES: Record<Field, string> = {
  综合: 'general',
  专利: 'patents',
  商标: 'trade marks',
  版权: 'copyright',
  商业秘密: 'trade secrets',
  数据知识产权: 'data IP',
  地理标志: 'geographical indications',
  集成电路布图设计: 'layout designs',
}
const GENERAL: Field = fields[0]

function weighField(field: Field, expert: ExpertProfile, generalShare: number): Finding {
  const en = FIELD_NAMES[field]
  if (expert.fields.includes(field)) {
    return { share: 1, text: { zh: `领域相符：${field}`, en: `field: ${en}` } }
  }
  if (field === GENERAL || expert.fields.includes(GENERAL)) {
    return {
      share: generalShare,
      text: { zh: `领域部分相符：${field}`, en: `field in part: ${en}` },
    }
  }
  return { share: 0, text: { zh: `不在其领域：${field}`, en: `not in the field: ${en}` } }
}

function weighLanguage({ language }: CaseProfile, { languages }: ExpertProfile): Finding {
  const name = language === 'zh' ? { zh: '中文', en: 'Chinese' } : { zh: '英文', en: 'English' }
  return languages.includes(language)
    ? { share: 1, text: { zh: `可用${name.zh}服务`, en: `speaks ${name.en}` } }
    : { share: 0, text: { zh: `未登记${name.zh}能力`, en: `no ${name.en} on record` } }
}

function weighIndustry({ industry }: CaseProfile, expert: ExpertProfile): Finding | undefined {
  if (industry === null) return undefined
  const near = expert.industries.find((known) => sameIndustry(known, industry))
  return near === undefined
    ? {
        share: 0,
        text: { zh: `未登记该产业：${industry}`, en: `industry not on record: ${industry}` },
      }
    : { share: 1, text: { zh: `熟悉产业：${near}`, en: `knows the industry: ${near}` } }
}

const LEAST_INDUSTRY = 2

function sameIndustry(left: string, right: string): boolean {
  const [short = '', long = ''] = [left, right]
    .map((name) => fold(name.trim()).replace(/(?:产业|行业|领域|业)$/u, ''))
    .sort((one, other) => one.length - other.length)
  return short === long || (short.length >= LEAST_INDUSTRY && long.includes(short))
}

function weighDistrict({ district }: CaseProfile, expert: ExpertProfile): Finding | undefined {
  if (district === null) return undefined
  return expert.districts.includes(district)
    ? { share: 1, text: { zh: `服务区域相符：${district}`, en: `serves ${district}` } }
    : { share: 0, text: { zh: `不在其服务区域：${district}`, en: `does not serve ${district}` } }
}

function weighLoad({ openTickets, capacity }: ExpertProfile): Finding {
  return {
    share: 1 - openTickets / capacity,
    text: {
      zh: `在办 ${openTickets} 件，上限 ${capacity} 件`,
      en: `${openTickets} of ${capacity} tickets open`,
    },
  }
}

const DAY = 86_400_000

/** Half by the days since the last offer, half by the offers so far beside those of the least asked. */
function weighTurn(subject: CaseProfile, expert: ExpertProfile, setting: Setting): Finding {
  const { lastOfferedAt, offeredCount } = expert
  const rare = (1 + setting.fewestOffers) / (1 + offeredCount)
  if (lastOfferedAt === null) {
    return { share: (1 + rare) / 2, text: { zh: '尚未派过件', en: 'not yet offered a case' } }
  }
  const days = Math.max(0, Math.floor((subject.at.getTime() - lastOfferedAt.getTime()) / DAY))
  return {
    share: (Math.min(1, days / setting.weights.turnDays) + rare) / 2,
    text: {
      zh: `距上次派件 ${days} 天，本期共派 ${offeredCount} 件`,
      en: `last offered ${days} days ago, ${offeredCount} offers so far`,
    },
  }
}

function weighDuty({ onDuty }: ExpertProfile): Finding {
  return onDuty
    ? { share: 1, text: { zh: '本周轮值', en: 'on duty this week' } }
    : { share: 0, text: { zh: '本周不轮值', en: 'not on duty this week' } }
}

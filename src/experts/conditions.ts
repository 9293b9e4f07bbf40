import type { BilingualText } from './matching/profiles.ts'

/** What the standard wants of a volunteer expert, and a row of the roster does not show. */
export type ConditionWarning = {
  condition: 'qualification' | 'years' | 'recommendation' | 'filing'
  /** The clause that wants it. */
  clause: string
  text: BilingualText
}

export type Conditions = {
  qualification: string
  years: number
  recommendedBy: string
  filingNumber: string | null
}

/** 选取条件 2: 从事专利、商标服务工作3年以上. */
const LEAST_YEARS = 3

const rules: (ConditionWarning & { isMet: (row: Conditions) => boolean })[] = [
  {
    condition: 'qualification',
    clause: 'service-spec#expert.conditions(2)',
    text: {
      zh: '没有登记资格或职称（选取条件 2）',
      en: 'No qualification or title is recorded (conditions, 2)',
    },
    isMet: ({ qualification }) => qualification !== '',
  },
  {
    condition: 'years',
    clause: 'service-spec#expert.conditions(2)',
    text: {
      zh: '从业不满 3 年（选取条件 2：宜有 3 年以上）',
      en: 'Less than 3 years of practice (conditions, 2: should have 3 or more)',
    },
    isMet: ({ years }) => years >= LEAST_YEARS,
  },
  {
    condition: 'recommendation',
    clause: 'service-spec#expert.conditions(4)',
    text: {
      zh: '没有登记推荐单位（选取条件 4：须由所在单位推荐）',
      en: 'No recommending employer is recorded (conditions, 4: must be recommended)',
    },
    isMet: ({ recommendedBy }) => recommendedBy !== '',
  },
  {
    condition: 'filing',
    clause: 'service-spec#term.expert',
    text: {
      zh: '没有登记备案号（术语：通过相关备案）',
      en: 'No filing number is recorded (terms: has passed the filing)',
    },
    isMet: ({ filingNumber }) => filingNumber !== null,
  },
]

/**
 * Which conditions of the standard (service-spec, 选取条件, 术语) a row of the roster does not meet. They
 * warn and bar nobody: most are 宜, and the keeper of the roster decides.
 */
export function checkConditions(row: Conditions): ConditionWarning[] {
  return rules.filter(({ isMet }) => !isMet(row)).map(({ isMet, ...warning }) => warning)
}

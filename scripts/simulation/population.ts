import type { CaseProfile, ExpertProfile, Leave } from '../../src/experts/matching/profiles.ts'
import { planRotation } from '../../src/experts/rotation/plan-rotation.ts'
import { addDays, mondayOf } from '../../src/experts/rotation/weeks.ts'
import { type Field, fields } from '../../src/shared/message.ts'
import { dayAt, formatDay } from '../../src/shared/shanghai-day.ts'
import { exponential, pick, pickWeighted, type Random } from './random.ts'
import { DAY, HOUR, hoursBetweenCases, isOpenHour, type Scenario, WARM_UP } from './scenario.ts'

/** Assumed: how often each field is asked about, and known. */
const DEMAND: [Field, number][] = [
  ['专利', 38],
  ['商标', 26],
  ['版权', 12],
  ['商业秘密', 7],
  ['数据知识产权', 6],
  ['综合', 5],
  ['地理标志', 3],
  ['集成电路布图设计', 3],
]
const INDUSTRIES = [
  '人工智能',
  '生物医药',
  '新材料',
  '集成电路',
  '文化创意',
  '智能网联汽车',
] as const
const DISTRICTS = [
  '海淀区',
  '朝阳区',
  '昌平区',
  '大兴区',
  '丰台区',
  '东城区',
  '西城区',
  '通州区',
] as const
const FORMS = [
  '科技有限公司',
  '技术股份有限公司',
  '（北京）生物医药有限公司',
  '文化传媒有限公司',
] as const
const CHARACTERS = [...'安博诚达恩方光海和宏华嘉金景开康朗立明宁']

const ENGLISH_CASES = 0.05
const ENGLISH_EXPERTS = 0.4
const WITH_OPPONENT = 0.3
const CLIENTS = 3
const LEAVE_DAYS = 7
const PLANNED_WEEKS = 13

export type Population = {
  experts: ExpertProfile[]
  /** Monday → ids. */
  onDuty: Map<string, Set<string>>
}

export function createPopulation(scenario: Scenario, random: Random): Population {
  const experts = Array.from({ length: scenario.experts }, (_, at) =>
    createExpert(at, scenario, random),
  )
  return { experts, onDuty: planDuties(scenario, experts) }
}

function createExpert(at: number, scenario: Scenario, random: Random): ExpertProfile {
  const own = [pickField(random), pickField(random)]
  return {
    id: `expert-${String(at + 1).padStart(2, '0')}`,
    name: `专家${at + 1}`,
    status: 'active',
    consented: true,
    fields: [...new Set(own)],
    industries: [pick(random, INDUSTRIES), pick(random, INDUSTRIES)],
    districts: [pick(random, DISTRICTS), pick(random, DISTRICTS)],
    languages: random() < ENGLISH_EXPERTS ? ['zh', 'en'] : ['zh'],
    employer: nameOrganisation(random),
    clients: Array.from({ length: CLIENTS }, () => nameOrganisation(random)),
    competitorsOf: [nameOrganisation(random)],
    capacity: scenario.capacity,
    openTickets: 0,
    leave: planLeave(scenario, random),
    onDuty: false,
    lastOfferedAt: null,
    offeredCount: 0,
  }
}

/** Weeks off with exponential gaps, as long as gives the share of days. */
function planLeave(scenario: Scenario, random: Random): Leave[] {
  const gap = LEAVE_DAYS / scenario.onLeave - LEAVE_DAYS
  const leave: Leave[] = []
  let at = scenario.from - WARM_UP + (exponential(random, gap) - LEAVE_DAYS / 2) * DAY
  while (at < scenario.to + WARM_UP) {
    const from = localDay(at)
    leave.push({ from, to: addDays(from, LEAVE_DAYS - 1) })
    at += (LEAVE_DAYS + exponential(random, gap)) * DAY
  }
  return leave
}

/** Quarter by quarter, as a centre plans. */
function planDuties(scenario: Scenario, experts: ExpertProfile[]): Map<string, Set<string>> {
  const onDuty = new Map<string, Set<string>>()
  const length = PLANNED_WEEKS * 7 * DAY
  for (let at = scenario.from - WARM_UP; at < scenario.to + WARM_UP; at += length) {
    const plan = planRotation(
      {
        from: localDay(at),
        weeks: PLANNED_WEEKS,
        perWeek: scenario.dutiesPerWeek,
        fields: [...fields],
      },
      experts,
    )
    for (const week of plan.weeks) onDuty.set(week.week, new Set(week.onDuty))
  }
  return onDuty
}

/** Cases as a Poisson stream over the open hours, in order. */
export function createCases(scenario: Scenario, random: Random): CaseProfile[] {
  const mean = hoursBetweenCases(scenario)
  const cases: CaseProfile[] = []
  let left = exponential(random, mean)
  for (let hour = scenario.from - WARM_UP; hour < scenario.to; hour += HOUR) {
    if (!isOpenHour(scenario, hour)) continue
    for (; left < 1; left += exponential(random, mean)) {
      cases.push(createCase(cases.length, hour + left * HOUR, random))
    }
    left -= 1
  }
  return cases
}

function createCase(at: number, time: number, random: Random): CaseProfile {
  return {
    id: `case-${at + 1}`,
    field: pickField(random),
    industry: pick(random, INDUSTRIES),
    district: pick(random, DISTRICTS),
    language: random() < ENGLISH_CASES ? 'en' : 'zh',
    organisation: nameOrganisation(random),
    parties: random() < WITH_OPPONENT ? [nameOrganisation(random)] : [],
    declinedBy: [],
    at: new Date(time),
  }
}

const pickField = (random: Random) => pickWeighted(random, DEMAND, '综合')

function nameOrganisation(random: Random): string {
  const character = () => CHARACTERS[Math.floor(random() * CHARACTERS.length)] ?? '安'
  return `北京${character()}${character()}${pick(random, FORMS)}`
}

const localDay = (at: number) => formatDay(dayAt(new Date(at)))

/** Ids of those on duty at an instant. */
export function listOnDuty({ onDuty }: Population, at: number): Set<string> {
  return onDuty.get(mondayOf(localDay(at))) ?? new Set()
}

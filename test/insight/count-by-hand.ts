import {
  cases,
  complaints,
  consultations,
  conversations,
  messages,
  organisations,
  ratings,
  tickets,
} from '../../src/db/schema/index.ts'
import type { Database } from '../../src/db/database.ts'

/** All rows, and nothing but rows: what is counted of them is written here a second time, in another way. */
export async function readRows(db: Database) {
  return {
    cases: await db.select().from(cases),
    complaints: await db.select().from(complaints),
    consultations: await db.select().from(consultations),
    conversations: await db.select().from(conversations),
    messages: await db.select().from(messages),
    organisations: await db.select().from(organisations),
    ratings: await db.select().from(ratings),
    tickets: await db.select().from(tickets),
  }
}
export type Rows = Awaited<ReturnType<typeof readRows>>

/** `sees`: an organisation; `seesDistrict`: a consultation of this district. */
export type Eyes = {
  id: string
  sees: (organisationId: string) => boolean
  seesDistrict: (district: string | null) => boolean
}

type Traits = {
  at: Date
  district: string
  field: string
  topics: string[]
  channel: string
  level: string
  organisation: string
}
type Thing = Traits & {
  kind: 'consultation' | 'case' | 'ticket' | 'complaint'
  /** What of it counts. */
  marks: Record<string, boolean>
  score?: number | undefined
  solved?: boolean | null | undefined
}

export type Counted = {
  consultations: number
  selfServed: [number, number]
  cases: number
  inTime: [number, number]
  answers: [rated: number, of: number, average: number | null, solved: number, unsolved: number]
  casesRated: [rated: number, of: number, average: number | null, solved: number, unsolved: number]
  complaints: number
  reports: number
  waiting: number
}

const dayOf = (at: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(at)

function thingsIn(rows: Rows, { id, sees, seesDistrict }: Eyes, now: Date): Thing[] {
  const channelOf = (conversationId: string | undefined) =>
    rows.conversations.find((each) => each.id === conversationId)?.channel ?? ''
  const nameOf = (organisationId: string) =>
    rows.organisations.find((each) => each.id === organisationId)?.name ?? ''
  const levelOf = (caseId: string) =>
    rows.tickets.some((ticket) => ticket.caseId === caseId) ? 'expert' : 'staff'
  const ofCase = (each: Rows['cases'][number]): Traits => ({
    at: each.createdAt,
    district: each.district ?? '',
    field: each.field,
    topics: each.topics,
    channel: channelOf(each.conversationId),
    level: levelOf(each.id),
    organisation: nameOf(each.organisationId),
  })
  const ofConsultation = (each: Rows['consultations'][number]): Traits => ({
    at: each.askedAt,
    district: each.routing.district ?? '',
    field: each.routing.field,
    topics: each.routing.topics,
    channel: each.channel,
    level: each.routing.level,
    organisation: '',
  })
  const asked = rows.consultations
    .filter((each) => seesDistrict(each.routing.district))
    .map((each): Thing => {
      const rating = rows.ratings.find(({ messageId }) => messageId === each.messageId)
      const handed = rows.cases.some(({ messageId }) => messageId === each.messageId)
      return {
        ...ofConsultation(each),
        kind: 'consultation',
        marks: { alone: each.outcome === 'answer' && !handed },
        score: rating?.score,
        solved: rating?.solved,
      }
    })
  const own = rows.cases.filter((each) => sees(each.organisationId))
  const handed = own.map((each): Thing => {
    const answered = each.state === 'delivered' || each.state === 'closed'
    const rating = answered ? rows.ratings.find(({ caseId }) => caseId === each.id) : undefined
    return {
      ...ofCase(each),
      kind: 'case',
      marks: { answered },
      score: rating?.score,
      solved: rating?.solved,
    }
  })
  const offered = rows.tickets.flatMap((ticket): Thing[] => {
    const subject = own.find((each) => each.id === ticket.caseId)
    if (!subject) return []
    const { respondedAt, respondBy, closedAt, state } = ticket
    const ranOut = respondBy <= now
    const recalledBefore = state === 'recalled' && !(closedAt !== null && closedAt >= respondBy)
    const due = respondedAt !== null || (ranOut && !recalledBefore)
    const marks = { due, inTime: due && respondedAt !== null && respondedAt < respondBy }
    return [{ ...ofCase(subject), level: 'expert', at: ticket.noticedAt, kind: 'ticket', marks }]
  })
  const complained = rows.complaints
    .filter((each) => sees(each.organisationId) && !each.about.includes(id))
    .map((each): Thing => {
      const subject = rows.cases.find((one) => one.id === each.caseId)
      const about = rows.consultations.find(({ messageId }) => messageId === each.messageId)
      const spoken = rows.messages.find((one) => one.id === each.messageId)
      const unknown = { district: '', field: '', topics: [], channel: '', level: '' }
      const ofMessage = about ? ofConsultation(about) : unknown
      const traits = subject ? ofCase(subject) : ofMessage
      return {
        ...traits,
        district: subject?.district ?? about?.routing.district ?? '',
        channel: channelOf(subject?.conversationId ?? spoken?.conversationId),
        at: each.createdAt,
        organisation: nameOf(each.organisationId),
        kind: 'complaint',
        marks: {
          complaint: each.kind === 'complaint',
          waiting: each.state === 'open' || each.state === 'in_review',
        },
      }
    })
  return [...asked, ...handed, ...offered, ...complained]
}

function tally(things: Thing[]): Counted {
  const of = (kind: Thing['kind']) => things.filter((each) => each.kind === kind)
  const marked = (kind: Thing['kind'], mark: string) => of(kind).filter(({ marks }) => marks[mark])
  const rated = (among: Thing[]): Counted['answers'] => {
    const scores = among.flatMap(({ score }) => (score === undefined ? [] : [score]))
    const sum = scores.reduce((total, score) => total + score, 0)
    const average = scores.length === 0 ? null : Math.round((sum / scores.length) * 1e6) / 1e6
    const solved = (value: boolean) => among.filter((each) => each.solved === value).length
    return [scores.length, among.length, average, solved(true), solved(false)]
  }
  return {
    consultations: of('consultation').length,
    selfServed: [marked('consultation', 'alone').length, of('consultation').length],
    cases: of('case').length,
    inTime: [marked('ticket', 'inTime').length, marked('ticket', 'due').length],
    answers: rated(of('consultation')),
    casesRated: rated(marked('case', 'answered')),
    complaints: marked('complaint', 'complaint').length,
    reports: of('complaint').length - marked('complaint', 'complaint').length,
    waiting: marked('complaint', 'waiting').length,
  }
}

export type ByHand = { total: Counted; by: Record<string, Record<string, Counted>> }

/** Every figure of a period, by month, district, field, topic, channel, level and organisation. */
export function countByHand(
  rows: Rows,
  eyes: Eyes,
  { from, to, now }: { from: string; to: string; now: Date },
): ByHand {
  const things = thingsIn(rows, eyes, now).filter(({ at }) => {
    const day = dayOf(at)
    return from <= day && day <= to
  })
  const groups = (namesOf: (thing: Thing) => string[]) => {
    const names = [...new Set(things.flatMap(namesOf))]
    return Object.fromEntries(
      names.map((name) => [name, tally(things.filter((each) => namesOf(each).includes(name)))]),
    )
  }
  return {
    total: tally(things),
    by: {
      series: groups(({ at }) => [`${dayOf(at).slice(0, 7)}-01`]),
      district: groups(({ district }) => [district]),
      field: groups(({ field }) => [field]),
      topic: groups(({ topics }) => (topics.length > 0 ? topics : [''])),
      channel: groups(({ channel }) => [channel]),
      level: groups(({ level }) => [level]),
      organisation: groups(({ organisation }) => (organisation === '' ? [] : [organisation])),
    },
  }
}

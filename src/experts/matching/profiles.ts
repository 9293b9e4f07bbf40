import type { ExpertStatus } from '../../shared/expert-status.ts'
import type { Field } from '../../shared/message.ts'

export type BilingualText = { zh: string; en: string }

/** Days as `YYYY-MM-DD` in Asia/Shanghai, both included. */
export type Leave = { from: string; to: string }

export type ExpertProfile = {
  id: string
  name: string
  status: ExpertStatus
  /** The expert's own consent to be asked (service-spec, 服务要求 2: 征求意见). */
  consented: boolean
  fields: Field[]
  industries: string[]
  districts: string[]
  languages: string[]
  employer: string
  /** Whom the expert, or the expert's employer, acts for. */
  clients: string[]
  /** Known competitors of those clients and of the employer. */
  competitorsOf?: string[]
  /** Tickets that the expert takes at a time. */
  capacity: number
  openTickets: number
  leave: Leave[]
  /** In this week's 轮值. */
  onDuty: boolean
  lastOfferedAt: Date | null
  /** Offers since a day that is the same for all, such as the first of the year. */
  offeredCount: number
}

export type CaseProfile = {
  id: string
  field: Field
  industry: string | null
  district: string | null
  language: 'zh' | 'en'
  /** The asker's. */
  organisation: string
  /** Opposing parties that the asker names. */
  parties: string[]
  /** Ids of experts who declined this case or let it lapse. */
  declinedBy: string[]
  at: Date
}

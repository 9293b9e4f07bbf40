import type { InferResponseType } from 'hono/client'
import type { HoldTarget } from '../../../rights/legal-holds.ts'
import type { api } from '../api.ts'

export type Hold = InferResponseType<(typeof api)['holds']['$get'], 200>['holds'][number]

/** What a hold keeps, such as `咨询 12`. */
export function targetOf(hold: Hold, names: Record<HoldTarget['kind'], string>): string {
  if (hold.consultation !== null) return `${names.consultation} ${hold.consultation}`
  if (hold.caseCode !== null) return `${names.case} ${hold.caseCode}`
  return `${names.complaint} ${hold.complaintCode ?? ''}`
}

/** What was typed as a number or a code; undefined where it cannot be one. */
export function readTarget(kind: HoldTarget['kind'], typed: string): HoldTarget | undefined {
  const code = typed.trim()
  if (kind !== 'consultation') return code === '' ? undefined : { kind, code }
  return /^[1-9]\d{0,8}$/.test(code) ? { kind, number: Number(code) } : undefined
}

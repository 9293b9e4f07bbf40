import { calendarOf } from '../../knowledge/calendar/calendar.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { Deps } from '../../deps.ts'
import { type Deadline, deadlineOf, remindersOf } from '../clock/deadline.ts'

export type Clocks = {
  /** service-spec, 服务要求 2): 2 日 from the notice to the expert. */
  respond: (notice: Date) => Deadline
  /** The service's own term for the reply, from the acceptance. */
  reply: (accepted: Date) => Deadline
  reminders: (notice: Date, deadline: Pick<Deadline, 'at'>) => Date[]
}

/** The clocks as the settings have them now; what was issued before keeps its time. */
export async function readClocks(deps: Pick<Deps, 'db' | 'cache'>): Promise<Clocks> {
  const { settings, calendar } = await loadKnowledge(deps)
  const { respondDays, replyDays, counting, reminders } = settings.clock
  const days = calendarOf(calendar)
  return {
    respond: (notice) => deadlineOf(notice, respondDays, counting, days),
    reply: (accepted) => deadlineOf(accepted, replyDays, counting, days),
    reminders: (notice, deadline) => remindersOf(notice, deadline, reminders),
  }
}

import { instantOf, dayAt, shanghaiDay } from '../shared/shanghai-day.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from './queue-job.ts'

/** Work of every day, with its hour in Beijing. */
const daily = {
  curated_expiry: 0,
  open_figures: 3,
  finish_erasures: 2,
  anonymise: 2,
  forget_enterprise_contacts: 2,
  purge_audit: 3,
  find_gaps: 4,
  draw_reviews: 5,
  password_reminder: 9,
  special_lists_due: 9,
} as const satisfies Record<string, number>

/**
 * Notes the work of today. Every process does so at every round: by its key it is one piece of work, done once,
 * also after a restart. What a day without any process has missed is made up for by the next one.
 */
export async function queueDailyJobs({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const at = now()
  const day = shanghaiDay(at)
  for (const [kind, hour] of Object.entries(daily)) {
    const dueAt = instantOf(dayAt(at), hour)
    await queueJob(db, { kind, key: `${kind}:${day}`, payload: { day }, dueAt })
  }
}

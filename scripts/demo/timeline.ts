import type { Deps } from '../../src/deps.ts'
import { handlers } from '../../src/jobs/handlers.ts'
import { runQueuedJobs } from '../../src/jobs/run-queued-jobs.ts'

export type Timeline = {
  /** The service with the clock of the play; nothing leaves it. */
  deps: Deps
  at: (moment: Date, run: () => Promise<void>) => void
  /** Plays what was entered before `until`, in order; what is later does not happen. */
  play: (until: Date, progress: (done: number) => void) => Promise<void>
}

const HOUR_MS = 3_600_000
/** Often enough that reminders and lapses come at about their time. */
const JOBS_EVERY_MS = 6 * HOUR_MS

type Entry = { at: number; run: () => Promise<void> }

/** A year in minutes: the service's own functions, at moments of the past, with its due work in between. */
export function createTimeline(service: Deps, start: Date): Timeline {
  const entries: Entry[] = []
  let clock = start.getTime()
  let jobsAt = clock
  const deps: Deps = { ...service, now: () => new Date(clock), senders: undefined }
  const moveTo = async (moment: number) => {
    while (jobsAt < moment) {
      clock = jobsAt
      await runQueuedJobs(deps, handlers)
      jobsAt += JOBS_EVERY_MS
    }
    clock = moment
  }
  const takeNext = (until: number): Entry | undefined => {
    const next = entries.reduce<Entry | undefined>(
      (first, entry) => (first && first.at <= entry.at ? first : entry),
      undefined,
    )
    if (!next || next.at > until) return undefined
    entries.splice(entries.indexOf(next), 1)
    return next
  }
  return {
    deps,
    at: (moment, run) => void entries.push({ at: moment.getTime(), run }),
    play: async (until, progress) => {
      for (let done = 1; ; done += 1) {
        const next = takeNext(until.getTime())
        if (!next) break
        await moveTo(next.at)
        await next.run()
        progress(done)
      }
      await moveTo(until.getTime())
    },
  }
}

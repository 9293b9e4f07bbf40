import { recoverAnswers } from '../consultation/recover-answers.ts'
import type { Deps } from '../deps.ts'
import { describeError } from '../http/log.ts'

/** Everything that is due now; called by a timer on Node and by cron on Workers. */
const jobs = { recoverAnswers } satisfies Record<string, (deps: Deps) => Promise<void>>

export async function runDueJobs(deps: Deps): Promise<void> {
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job(deps)
    } catch (error) {
      deps.log('error', 'job_failed', { job: name, ...describeError(error) })
    }
  }
}

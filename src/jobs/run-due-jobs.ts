import { recoverAnswers } from '../consultation/recover-answers.ts'
import type { Deps } from '../deps.ts'
import { describeError } from '../http/log.ts'
import { deliverNotices } from '../notices/deliver-notices.ts'
import { queueDailyJobs } from './daily-jobs.ts'
import { handlers, outsideHandlers } from './handlers.ts'
import { runOutsideJobs } from './run-outside-jobs.ts'
import { runQueuedJobs } from './run-queued-jobs.ts'
import { runWechatJobs } from '../wechat/wechat-jobs.ts'

/** What waits for other systems comes last: the clock of the law does not wait for a mail server. */
const jobs = {
  queueDailyJobs,
  runQueuedJobs: (deps) => runQueuedJobs(deps, handlers, Object.keys(outsideHandlers)),
  recoverAnswers,
  deliverNotices,
  runWechatJobs,
  runOutsideJobs: (deps) => runOutsideJobs(deps, outsideHandlers),
} satisfies Record<string, (deps: Deps) => Promise<void>>

/** Everything that is due now; called by a timer on Node and by cron on Workers. */
export async function runDueJobs(deps: Deps): Promise<void> {
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job(deps)
    } catch (error) {
      deps.log('error', 'job_failed', { job: name, ...describeError(error) })
    }
  }
}

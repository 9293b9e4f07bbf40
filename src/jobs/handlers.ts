import { ticketJobs } from '../cases/tickets/ticket-jobs.ts'
import { curatedJobs } from '../curation/curated-jobs.ts'
import { recallJobs } from '../documents/recall/recall-answers.ts'
import { followUpJobs } from '../feedback/follow-up-jobs.ts'
import { findGaps } from '../insight/gaps/find-gaps.ts'
import { openDataJobs } from '../insight/open-data/publish-months.ts'
import { computeReportJob } from '../insight/report/report-job.ts'
import { reviewJobs } from '../insight/reviews/draw-reviews.ts'
import { ledgerJobs } from '../ledger/ledger-jobs.ts'
import { policyJobs } from '../policy-notices/policy-jobs.ts'
import { trainingJobs } from '../training/training-jobs.ts'
import { policyNewsJobs } from '../wechat/policy-news.ts'
import { trainingNewsJobs } from '../wechat/training-news.ts'
import { retentionJobs } from '../rights/retention.ts'
import { passwordJobs } from './password-jobs.ts'
import { writeBriefJob } from './write-brief-job.ts'
import type { OutsideHandlers } from './run-outside-jobs.ts'
import type { JobHandlers } from './run-queued-jobs.ts'

/** What does the queued work, by the kind that `queueJob` was given. */
export const handlers: JobHandlers = {
  ...ticketJobs,
  ...curatedJobs,
  ...followUpJobs,
  ...recallJobs,
  ...passwordJobs,
  ...openDataJobs,
  ...ledgerJobs,
  ...reviewJobs,
  ...policyJobs,
  ...policyNewsJobs,
  ...trainingJobs,
  ...trainingNewsJobs,
  ...retentionJobs,
}

/** The same for work that waits for other systems, or takes long. */
export const outsideHandlers: OutsideHandlers = {
  case_brief: writeBriefJob,
  find_gaps: findGaps,
  report: computeReportJob,
}

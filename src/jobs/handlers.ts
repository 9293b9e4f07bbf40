import { ticketJobs } from '../cases/tickets/ticket-jobs.ts'
import type { JobHandlers } from './run-queued-jobs.ts'

/** What does the queued work, by the kind that `queueJob` was given. */
export const handlers: JobHandlers = { ...ticketJobs }

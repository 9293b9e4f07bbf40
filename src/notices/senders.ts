import type { RenderedNotice } from './render-notice.ts'

/** All channels but the inbox, which is in the database itself. */
export const outsideChannels = ['email', 'wecom_app', 'wecom_robot', 'webhook'] as const
export type OutsideChannel = (typeof outsideChannels)[number]

/** One notice on its way to one recipient. */
export type Delivery = {
  /** The same at every try: by it a receiver knows what it has had before. */
  id: string
  kind: string
  data: Record<string, string>
  caseId: string | null
  ticketId: string | null
  createdAt: Date
  /** Mail address or WeCom user id; empty where the channel has one target only. */
  to: string
  zh: RenderedNotice
  en: RenderedNotice
  /** Where whoever is told goes on; it tells nothing without signing in. */
  url: string | undefined
}

/**
 * Sends once, without retry; `signal` is the deadline.
 * @throws UnreachableError where trying again is of no use, any other error where it may be
 */
export type SendNotice = (delivery: Delivery, signal: AbortSignal) => Promise<void>

/** How long one try may take, so that a slow target holds up only itself. */
export const DEADLINE_MS = 10_000

/** What leaves this process; channels that the settings don't have are absent. */
export type Senders = {
  channels: Partial<Record<OutsideChannel, SendNotice>>
  publicUrl: string | undefined
  deadlineMs: number
  /** Channels that are being delivered by this process: the next round leaves them alone. */
  underway: Set<OutsideChannel>
}

/** The channel does not know this recipient. */
export class UnreachableError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'UnreachableError'
  }
}

/** A failed try, told in words that hold nothing of what was sent or of a secret. */
export class SendError extends Error {
  constructor(reason: string, options?: { cause?: unknown }) {
    super(reason, options)
    this.name = 'SendError'
  }
}

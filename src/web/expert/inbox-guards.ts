import { isNumber, isString, listOf, nullable, objectOf } from '../shared/guards.ts'

export type Notice = {
  id: string
  title: string
  text: string
  ticketId: string | null
  createdAt: string
  readAt: string | null
}

/** `next`: the last notice of this page, where there are older ones. */
export type Inbox = { notices: Notice[]; unread: number; next: string | null }

export const isInbox = objectOf<Inbox>({
  notices: listOf(
    objectOf<Notice>({
      id: isString,
      title: isString,
      text: isString,
      ticketId: nullable(isString),
      createdAt: isString,
      readAt: nullable(isString),
    }),
  ),
  unread: isNumber,
  next: nullable(isString),
})

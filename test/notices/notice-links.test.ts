import { expect } from 'vitest'
import { addressNotice, type NoticeRow } from '../../src/notices/address-notice.ts'
import type { NoticeKind } from '../../src/shared/notice-kinds.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantAccount } from '../accounts/staff.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

const PUBLIC = 'https://zhiwen.example'

async function linkOf(deps: TestDeps, kind: NoticeKind, ticketId: string | null) {
  const { id: recipientId } = await plantAccount(deps)
  const row: NoticeRow = {
    id: newId(),
    key: newId(),
    kind,
    channel: 'wecom_app',
    recipientKind: 'account',
    recipientId,
    data: { code: 'ZW-AB23CD45' },
    caseId: null,
    ticketId,
    state: 'waiting',
    attempts: 0,
    lastError: null,
    nextAt: deps.now(),
    sentAt: null,
    readAt: null,
    createdAt: deps.now(),
  }
  return (await addressNotice(deps, row, PUBLIC))?.url
}

test('a notice about a ticket leads to that ticket, any other to its page', async ({ deps }) => {
  const ticketId = newId()
  expect(await linkOf(deps, 'ticket_offered', ticketId)).toBe(
    `${PUBLIC}/expert/#/tickets/${ticketId}`,
  )
  expect(await linkOf(deps, 'ticket_offered', null)).toBe(`${PUBLIC}/expert/`)
  expect(await linkOf(deps, 'reply_submitted', ticketId)).toBe(`${PUBLIC}/console/`)
})

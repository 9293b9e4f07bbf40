import type { Account } from '../../accounts/account.ts'
import { sessionStands } from '../../accounts/sessions.ts'
import type { Database } from '../../db/database.ts'
import { endStay, listOthers, noteStay, type PersonThere } from './presence.ts'
import { type ChangedCase, type NoticeNews, readCaseNews, readNoticeNews } from './watch-cases.ts'

const LOOK_EVERY_MS = 1_000
/** Notices, and who else is there. */
const REST_EVERY = 3
const SESSION_EVERY = 15

export type News = {
  at: number
  changed: ChangedCase[]
  missed: boolean
  notices: NoticeNews
  /** Who else has the same case open. */
  there: PersonThere[]
}

type Deps = { db: Database; now: () => Date }

type Follower = {
  account: Account
  sessionId: string
  /** The last number that was seen; undefined: from now on. */
  after: number | undefined
  /** The case that is open. */
  caseId: string | undefined
  signal: AbortSignal
}

type Looking = Pick<Follower, 'account' | 'after' | 'caseId'>

/** What there is to tell at this moment. */
export async function readNews(deps: Deps, looking: Looking): Promise<News> {
  const { account, after } = looking
  return { ...(await readCaseNews(deps.db, account, after)), ...(await readRest(deps, looking)) }
}

async function readRest({ db, now }: Deps, { account, caseId }: Looking) {
  return {
    notices: await readNoticeNews(db, account),
    there: caseId === undefined ? [] : await listOthers(db, { caseId, account, now: now() }),
  }
}

/**
 * Tells what is new, first at once, then whenever there is something and at least every 15 seconds, as long as the
 * session stands: to listen does not make it last longer. Costs one short query a second.
 */
export async function* followNews(deps: Deps, follower: Follower): AsyncGenerator<News> {
  const { account, caseId, signal } = follower
  const stay = async () => {
    if (caseId !== undefined) await noteStay(deps.db, { caseId, account, now: deps.now() })
  }
  try {
    await stay()
    let told = await readNews(deps, follower)
    yield told
    for (let look = 1; await waited(LOOK_EVERY_MS, signal); look += 1) {
      const due = look % SESSION_EVERY === 0
      if (due && !(await sessionStands(deps.db, follower.sessionId, deps.now()))) return
      if (look % REST_EVERY === 0) await stay()
      const next = await lookAgain(deps, follower, { told, look })
      if (due || isNews(told, next)) yield next
      told = next
    }
  } finally {
    if (caseId !== undefined) await endStay(deps.db, { caseId, account, now: deps.now() })
  }
}

type Before = { told: News; look: number }

async function lookAgain(deps: Deps, follower: Follower, { told, look }: Before): Promise<News> {
  const cases = await readCaseNews(deps.db, follower.account, told.at)
  const isDue = look % REST_EVERY === 0 || cases.changed.length > 0
  const rest = isDue ? await readRest(deps, follower) : told
  return { ...cases, notices: rest.notices, there: rest.there }
}

function isNews(told: News, next: News): boolean {
  if (next.changed.length > 0 || next.missed) return true
  const { unread, newest } = next.notices
  if (unread !== told.notices.unread || newest !== told.notices.newest) return true
  const names = (news: News) => news.there.map(({ id }) => id).join()
  return names(next) !== names(told)
}

/** @returns false when whoever listens has gone meanwhile */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve(!signal.aborted)
    }
    const timer = setTimeout(end, signal.aborted ? 0 : ms)
    signal.addEventListener('abort', end)
  })
}

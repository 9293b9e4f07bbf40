import { eq } from 'drizzle-orm'
import { openSession, type SessionStage } from '../../src/accounts/sessions.ts'
import { newCaseCode } from '../../src/cases/case-code.ts'
import { createApp } from '../../src/app.ts'
import { writeContact } from '../../src/cases/contacts.ts'
import {
  accounts,
  complaints,
  consultations,
  curatedAnswers,
  duties,
  enteredConsultations,
  gapQuestions,
  gaps,
  expertLeaves,
  experts,
  followUps,
  invitations,
  jobs,
  legalHolds,
  notices,
  specialServices,
  statements,
} from '../../src/db/schema/index.ts'
import { contextOf } from '../../src/security/sealed-fields.ts'
import { newId, newToken, sha256 } from '../../src/shared/ids.ts'
import {
  type App,
  codeAt,
  PASSWORD,
  type Person,
  plantAccount,
  plantExpert,
  plantOrganisations,
} from '../accounts/staff.ts'
import { askerIdOf, plantCase, plantTicket, plantTurn } from '../feedback/plant.ts'
import { plantRecall, plantVersions } from '../documents/plant.ts'
import { plantLedger } from '../ledger/plant.ts'
import { plantEdits } from '../knowledge/plant-edits.ts'
import { ask, bearer, begin } from '../support/front-door.ts'
import type { TestDeps } from '../support/test-deps.ts'
import { plantReport } from '../insight/report/plant.ts'
import { plantReview } from '../insight/reviews/plant.ts'
import { plantPolicyNotice } from '../policy-notices/plant.ts'
import { plantRegistration, plantTraining } from '../training/plant.ts'
import { type Actor, actors, type Own, type World } from './route-matrix.ts'

export type Planted = {
  world: World
  /** What each actor sends with every request. */
  headers: Record<Actor, Record<string, string>>
  /** A district in which nothing of the world lies. */
  west: string
}

/** The cookie of a session that is opened behind the door, so that nobody has to type a code. */
export async function plantSession(
  { db, now }: TestDeps,
  accountId: string,
  stage: SessionStage = 'full',
): Promise<{ cookie: string }> {
  const { token } = await openSession(db, { accountId, stage, now: now() })
  return { cookie: `zhiwen-session=${token}` }
}

type Places = Awaited<ReturnType<typeof plantOrganisations>> & { expertId: string }
type AccountActor = Exclude<Actor, 'nobody' | 'asker'>

/** A city with everything in it that a route can name, and one of each who may come. */
export async function plantWorld(deps: TestDeps, app: App & Parameters<typeof begin>[0]) {
  const organisations = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, organisations.city)
  const otherExpertId = await plantExpert(deps, organisations.city)
  await deps.db.update(experts).set({ consentedAt: deps.now(), capacity: 9 })
  const places = { ...organisations, expertId }
  const people = await plantPeople(deps, places)
  const asker = await begin(app)
  const { id: message } = await ask(app, asker, '专家接到通知后多久响应？')
  const { id: other } = await begin(app, asker.token)
  const handled = await plantCases(deps, { places, staffId: people.staff.id, conversation: other })
  const versions = await plantVersions(deps, people.newcomer.id, people.auditor.id)
  const own: Record<Own, string> = {
    ...versions,
    recall: await plantRecall(deps, {
      from: versions.formerVersion,
      to: versions.publishedVersion,
      messageId: message,
    }),
    ...handled,
    ...(await plantFeedback(deps, { places, staffId: people.staff.id, conversation: asker.id })),
    conversation: asker.id,
    message,
    consultation: await numberOf(deps, message),
    deadNotice: await plantNotice(deps, people.staff.id, 'email'),
    deadJob: await plantDeadJob(deps),
    colleague: (await plantAccount(deps, { role: 'staff', organisationId: places.city })).id,
    district: places.east,
    city: places.city,
    expertId,
    otherExpertId,
    invitation: await plantInvitation(deps, people.administrator.id, places.city),
    ...(await plantRoster(deps, { city: places.city, expertId, otherExpertId })),
    curated: await plantCurated(deps, people.newcomer.id),
    ...(await plantTrainings(deps, { places, staffId: people.staff.id, conversation: asker.id })),
    ...(await plantLedger(deps, {
      organisationId: places.city,
      createdBy: people.staff.id,
      caseId: handled.openCase,
    })),
    draftReport: await plantReport(deps, {
      organisationId: places.city,
      authors: [people.newcomer.id],
    }),
    document: 'measures-draft',
    locator: 'art7',
    entry: await plantEntry(deps, people.staff.id, places.city),
    special: await plantSpecial(deps, places.city, people.staff.id),
    review: await plantReview(deps, {
      organisationId: places.city,
      consultation: Number(await numberOf(deps, message)),
    }),
    gap: await plantGap(deps, message),
    hold: await plantHold(deps, people.administrator.id, handled.deliveredCase),
  }
  await plantEdits(deps, people.administrator.id)
  // Building an index takes long and has tests of its own.
  deps.rebuild.running = true
  const headers = await plantSessions(deps, people, bearer(asker))
  const world = { ...own, ...(await ofEach(deps, people)) }
  return { world, headers, west: places.west } satisfies Planted
}

async function plantPeople(deps: TestDeps, { city, west, expertId }: Places) {
  const people: Record<AccountActor, Person> = {
    half: await plantAccount(deps, { role: 'staff', organisationId: city }),
    newcomer: await plantAccount(deps, { role: 'staff', organisationId: city }),
    administrator: await plantAccount(deps, { role: 'administrator' }),
    staff: await plantAccount(deps, { role: 'staff', organisationId: city }),
    foreign: await plantAccount(deps, { role: 'staff', organisationId: west }),
    expert: await plantAccount(deps, { role: 'expert', expertId, organisationId: city }),
    auditor: await plantAccount(deps, { role: 'auditor' }),
  }
  const { id } = people.newcomer
  await deps.db.update(accounts).set({ mustChangePassword: true }).where(eq(accounts.id, id))
  // Whoever has begun to set up another app can finish that.
  await deps.db.update(accounts).set({ pendingTotpSecret: accounts.sealedTotpSecret })
  return people
}

async function plantSessions(
  deps: TestDeps,
  people: Record<AccountActor, Person>,
  asker: { authorization: string },
): Promise<Planted['headers']> {
  const full = (actor: AccountActor) => plantSession(deps, people[actor].id)
  return {
    nobody: {},
    asker,
    half: await plantSession(deps, people.half.id, 'password'),
    newcomer: await full('newcomer'),
    administrator: await full('administrator'),
    staff: await full('staff'),
    foreign: await full('foreign'),
    expert: await full('expert'),
    auditor: await full('auditor'),
  }
}

/** What is not the same for everybody. Outsiders try what belongs to staff. */
async function ofEach(deps: TestDeps, people: Record<AccountActor, Person>) {
  const personOf = (actor: Actor) =>
    actor === 'nobody' || actor === 'asker' ? people.staff : people[actor]
  const each = async (valueOf: (person: Person) => Promise<string>) => {
    const values = new Map<Actor, string>()
    for (const actor of actors) values.set(actor, await valueOf(personOf(actor)))
    return Object.fromEntries(values) as Record<Actor, string>
  }
  return {
    password: PASSWORD,
    username: await each(async ({ username }) => username),
    code: await each(({ secret }) => codeAt(secret, deps.now())),
    ownNotice: await each(({ id }) => plantNotice(deps, id, 'inbox')),
  }
}

type Roster = { city: string; expertId: string; otherExpertId: string }

/** Leave of an expert, and two weeks on duty. */
async function plantRoster({ db }: TestDeps, { city, expertId, otherExpertId }: Roster) {
  const leave = newId()
  await db
    .insert(expertLeaves)
    .values({ id: leave, expertId, from: '2026-05-04', to: '2026-05-08' })
  await db.insert(duties).values([
    { organisationId: city, week: '2026-03-02', expertId },
    { organisationId: city, week: '2026-03-09', expertId: otherExpertId },
  ])
  return { leave }
}

async function plantCurated({ db, now }: TestDeps, ownerId: string): Promise<string> {
  const id = newId()
  await db.insert(curatedAnswers).values({
    id,
    ownerId,
    question: '专利怎么维权？',
    answer: '可以请求行政处理。',
    citations: [],
    field: '专利',
    reviewOn: '2027-03-01',
    state: 'draft',
    version: 1,
    createdAt: now(),
  })
  return id
}

type Setting = { places: Places; staffId: string; conversation: string }

async function plantCases(deps: TestDeps, { places, staffId, conversation }: Setting) {
  const row = { conversationId: conversation, organisationId: places.city }
  const open = await plantCase(deps, { ...row, state: 'open' })
  const delivered = await plantCase(deps, { ...row, state: 'delivered' })
  const inHand = { ...row, staffId }
  const review = await plantCase(deps, { ...inHand, state: 'in_review' })
  const request = await plantCase(deps, { ...inHand, state: 'in_review', kind: 'referral' })
  const second = await plantCase(deps, { ...inHand, state: 'in_review' })
  const assigned = await plantCase(deps, { ...inHand, state: 'assigned' })
  const consented = { ...inHand, contactConsentAt: deps.now() }
  const accepted = await plantCase(deps, { ...consented, state: 'assigned' })
  const replied = await plantCase(deps, { ...inHand, state: 'replied' })
  const contact = { name: '陈一', contact: '13911112222' }
  await writeContact(deps.db, deps.cipher, open.id, contact)
  await writeContact(deps.db, deps.cipher, accepted.id, contact)
  const { expertId } = places
  const ticket = (caseId: string, state: 'offered' | 'accepted' | 'replied') =>
    plantTicket(deps, { caseId, expertId, state })
  const repliedTicket = await ticket(replied.id, 'replied')
  const { conversationId } = row
  const reply = {
    conversationId,
    author: 'expert',
    authorId: expertId,
    authorName: '专家',
  } as const
  const words = { text: '可以请求行政处理。', citations: [], version: 1, createdAt: deps.now() }
  const deliveredStatement = newId()
  await deps.db.insert(statements).values([
    {
      ...reply,
      ...words,
      id: newId(),
      state: 'submitted',
      caseId: replied.id,
      ticketId: repliedTicket,
    },
    {
      ...reply,
      ...words,
      id: deliveredStatement,
      state: 'delivered',
      caseId: delivered.id,
      deliveredAt: deps.now(),
    },
  ])
  return {
    openCase: open.id,
    openCode: open.code,
    reviewCase: review.id,
    assignedCase: assigned.id,
    requestCase: request.id,
    repliedCase: replied.id,
    deliveredCase: delivered.id,
    deliveredCode: delivered.code,
    secondCase: second.id,
    deliveredStatement,
    offeredTicket: await ticket(assigned.id, 'offered'),
    acceptedTicket: await ticket(accepted.id, 'accepted'),
  }
}

async function plantFeedback(deps: TestDeps, { places, staffId, conversation }: Setting) {
  const askerId = await askerIdOf(deps, conversation)
  const complain = async (state: 'open' | 'in_review' | 'answered') => {
    const row = { id: newId(), code: newCaseCode('TS'), kind: 'complaint' as const, state }
    await deps.db.insert(complaints).values({
      ...row,
      version: 1,
      askerId,
      organisationId: places.city,
      about: [],
      text: '答复太慢。',
      handlerId: staffId,
      dueAt: deps.now(),
      createdAt: deps.now(),
    })
    return row
  }
  const open = await complain('open')
  const followUp = newId()
  await deps.db.insert(followUps).values({
    id: followUp,
    organisationId: places.city,
    reason: 'low_rating',
    dueAt: deps.now(),
    createdAt: deps.now(),
  })
  return {
    openComplaint: open.id,
    complaintCode: open.code,
    reviewComplaint: (await complain('in_review')).id,
    answeredComplaint: (await complain('answered')).id,
    followUp,
  }
}

/** One to come, one of this afternoon that the asker has registered for, and a draft. */
async function plantTrainings(deps: TestDeps, { places, staffId, conversation }: Setting) {
  const common = { organisationId: places.city, createdBy: staffId }
  const ownTraining = await plantTraining(deps, {
    ...common,
    startsAt: new Date('2026-03-02T06:00:00Z'),
    endsAt: new Date('2026-03-02T08:00:00Z'),
    closesAt: new Date('2026-03-02T04:00:00Z'),
  })
  const askerId = await askerIdOf(deps, conversation)
  const attended = { attendedAt: deps.now(), attendedBy: 'staff' as const }
  return {
    openTraining: await plantTraining(deps, common),
    ownTraining,
    draftTraining: await plantTraining(deps, { ...common, state: 'draft', openedAt: null }),
    registration: await plantRegistration(deps, { trainingId: ownTraining, askerId, ...attended }),
    policyNotice: await plantPolicyNotice(deps, common),
  }
}

async function numberOf({ db }: TestDeps, messageId: string): Promise<string> {
  const [row] = await db.select().from(consultations).where(eq(consultations.messageId, messageId))
  if (!row) throw new Error('the message was not archived')
  return String(row.number)
}

export async function plantNotice(
  { db, now }: TestDeps,
  accountId: string,
  channel: 'inbox' | 'email',
): Promise<string> {
  const id = newId()
  await db.insert(notices).values({
    id,
    key: id,
    channel,
    recipientKind: 'account',
    recipientId: accountId,
    kind: 'case_opened',
    data: { code: 'ZW-22222222', urgency: 'normal', field: '专利' },
    state: channel === 'inbox' ? 'sent' : 'dead',
    nextAt: now(),
    createdAt: now(),
  })
  return id
}

export async function plantDeadJob({ db, now }: TestDeps, kind = 'follow_up_due'): Promise<string> {
  const id = newId()
  const times = { dueAt: now(), deadAt: now(), createdAt: now() }
  const row = { id, kind, key: id, payload: { followUpId: newId() } }
  await db.insert(jobs).values({ ...row, ...times, attempts: 8, lastError: 'TypeError' })
  return id
}

/** The code of an invitation that can still be used. */
async function plantInvitation({ db, now }: TestDeps, invitedBy: string, organisationId: string) {
  const code = newToken()
  await db.insert(invitations).values({
    id: newId(),
    codeHash: await sha256(code),
    role: 'staff',
    organisationId,
    invitedBy,
    createdAt: now(),
    expiresAt: new Date(now().getTime() + 3_600_000),
  })
  return code
}

async function plantEntry(deps: TestDeps, enteredBy: string, organisationId: string) {
  const { id } = await begin(createApp(() => deps))
  const { number } = await plantTurn(deps, id, { question: '电话里问的', level: 'staff' })
  const sealedContact = await deps.cipher.seal(
    '13911112222',
    contextOf.enteredContact(String(number)),
  )
  const entered = { enteredBy, organisationId, enteredAt: deps.now(), minutes: 5, solved: true }
  await deps.db.insert(enteredConsultations).values({
    ...entered,
    consultation: number,
    confidential: false,
    sealedContact,
    version: 1,
    entryKey: newId(),
  })
  return String(number)
}

async function plantSpecial({ db, now }: TestDeps, organisationId: string, changedBy: string) {
  const id = newId()
  const words = { content: '预审辅导', audience: '企业', frequency: '每月', outcome: '30 家' }
  const times = { createdAt: now(), updatedAt: now() }
  const rest = { year: 2026, version: 1, changedBy, ...times }
  await db.insert(specialServices).values({ id, organisationId, ...words, ...rest })
  return id
}

async function plantGap({ db, now }: TestDeps, messageId: string) {
  const id = newId()
  const gap = { id, kind: 'gap', state: 'open', version: 1, place: 1, createdAt: now() } as const
  await db.insert(gaps).values(gap)
  await db.insert(gapQuestions).values({ gapId: id, messageId, rank: 1, weight: 1 })
  return id
}

async function plantHold({ db, now }: TestDeps, setBy: string, caseId: string) {
  const id = newId()
  await db.insert(legalHolds).values({ id, caseId, reason: '诉讼保全', setBy, setAt: now() })
  return id
}

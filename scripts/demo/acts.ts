import { and, desc, eq, ne } from 'drizzle-orm'
import { setContactConsent, withdrawCase } from '../../src/cases/asker-cases.ts'
import { openCase } from '../../src/cases/open-case.ts'
import { deliverReply, replyAsStaff, returnReply } from '../../src/cases/replies/deliver-reply.ts'
import { replyTicket } from '../../src/cases/replies/reply-ticket.ts'
import { writeFeedback } from '../../src/cases/replies/service-feedback.ts'
import {
  askBack,
  closeCase,
  forwardCase,
  mergeCase,
  recallCase,
  reopenCase,
  staffActor,
  takeCase,
  writeNote,
} from '../../src/cases/staff/case-actions.ts'
import { offerTicket } from '../../src/cases/tickets/offer-ticket.ts'
import { proposeExperts } from '../../src/cases/tickets/propose-experts.ts'
import { acceptTicket, declineTicket } from '../../src/cases/tickets/respond-ticket.ts'
import { askQuestion } from '../../src/consultation/ask-question.ts'
import { complaints, tickets } from '../../src/db/schema/index.ts'
import {
  answerComplaint,
  closeComplaint,
  takeComplaint,
} from '../../src/feedback/handle-complaints.ts'
import { openComplaint } from '../../src/feedback/open-complaint.ts'
import { rateCase } from '../../src/feedback/record-rating.ts'
import { byExpert, byStaff, caseOf, line, type Scene, staffAuthor, staffOf } from './scene.ts'

type Act = (scene: Scene) => Promise<unknown>

/** What people do with a case, each through the service's own function. */
export const acts = {
  take: async (scene) => takeCase(scene.deps, await byStaff(scene)),
  note: async (scene) => {
    const { account, caseId } = await byStaff(scene)
    const text = line(scene, scene.texts.notes)
    await writeNote(scene.deps, { account, caseId, text })
  },
  assign,
  accept: async (scene) => acceptTicket(scene.deps, await byExpert(scene)),
  decline: async (scene) => {
    const response = await byExpert(scene)
    const note = scene.texts.declineNote
    await declineTicket(scene.deps, { ...response, reason: 'busy', note })
  },
  consent: ({ deps, askerId, code }) => setContactConsent(deps, askerId, { code, given: true }),
  expertReply: (scene) => replyAsExpert(scene, line(scene, scene.texts.replies)),
  solicit: (scene) => replyAsExpert(scene, scene.texts.held),
  giveBack: async (scene) => {
    const note = scene.texts.returnNote
    await returnReply(scene.deps, { ...(await staffAuthor(scene)), note })
  },
  deliver: async (scene) => {
    const release = await staffAuthor(scene)
    await deliverReply(scene.deps, { ...release, text: undefined, evidence: undefined })
  },
  deliverEdited: async (scene) => {
    const release = await staffAuthor(scene)
    const text = `${line(scene, scene.texts.replies)}${scene.texts.edits}`
    await deliverReply(scene.deps, { ...release, text, evidence: undefined })
  },
  feedback: async (scene) => {
    const [ticket] = await scene.deps.db
      .select()
      .from(tickets)
      .where(and(eq(tickets.caseId, scene.caseId), eq(tickets.state, 'closed')))
    if (!ticket) throw new Error('no ticket is closed')
    const { id: ticketId, expertId } = ticket
    const said = { way: 'written', minutes: 40, outcome: scene.texts.feedback, advice: '' } as const
    await writeFeedback(scene.deps, { ticketId, expertId, feedback: said })
  },
  staffReply: async (scene) => {
    const author = await staffAuthor(scene)
    const text = line(scene, scene.texts.staffReplies)
    await replyAsStaff(scene.deps, { ...author, text, evidence: [] })
  },
  askBack: async (scene) => {
    const action = await byStaff(scene)
    await askBack(scene.deps, { ...action, text: line(scene, scene.texts.askBacks) })
  },
  answerBack,
  forward,
  recall: async (scene) => recallCase(scene.deps, await byStaff(scene)),
  withdraw: ({ deps, askerId, code }) => withdrawCase(deps, askerId, code),
  mergeWithSecond,
  close: async (scene) => closeCase(scene.deps, await byStaff(scene)),
  reopen: async (scene) => reopenCase(scene.deps, await byStaff(scene)),
  rateWell: (scene) => {
    const text = line(scene, scene.texts.ratings.good)
    const { deps, askerId, code } = scene
    const score = scene.random() < 0.7 ? 5 : 4
    return rateCase(deps, { askerId, code }, { score, solved: true, reasons: ['clear'], text })
  },
  rateBadly: (scene) => {
    const text = line(scene, scene.texts.ratings.low)
    const { deps, askerId, code } = scene
    const rating = { score: 2, solved: false, reasons: ['too_slow' as const], text }
    return rateCase(deps, { askerId, code }, rating)
  },
  complain: ({ deps, askerId, code, ...scene }) => {
    const text = line({ deps, askerId, code, ...scene }, scene.texts.complaints)
    return openComplaint(deps, askerId, { kind: 'complaint', text, caseCode: code })
  },
  takeComplaint: async (scene) =>
    takeComplaint(scene.deps, scene.people.administrator, await complaintOf(scene)),
  answerComplaint: async (scene) => {
    const outcome = line(scene, scene.texts.outcomes)
    const { administrator } = scene.people
    await answerComplaint(scene.deps, administrator, { ...(await complaintOf(scene)), outcome })
  },
  closeComplaint: async (scene) =>
    closeComplaint(scene.deps, scene.people.administrator, await complaintOf(scene)),
} as const satisfies Record<string, Act>

export type ActName = keyof typeof acts

/** To the first whom the service proposes. */
async function assign(scene: Scene): Promise<void> {
  const { account, subject } = await staffOf(scene)
  const { proposals } = await proposeExperts(scene.deps.db, scene.deps, subject)
  const [best] = proposals
  if (!best) throw new Error(`nobody can take ${subject.code} on`)
  const { id: caseId, version } = subject
  const actor = staffActor(account)
  await offerTicket(scene.deps, { caseId, version, expertId: best.expertId, actor })
}

async function replyAsExpert(scene: Scene, text: string): Promise<void> {
  await replyTicket(scene.deps, { ...(await byExpert(scene)), text, evidence: [] })
}

async function answerBack(scene: Scene): Promise<void> {
  const { deps, askerId, conversationId } = scene
  const text = line(scene, scene.texts.answersBack)
  const asked = { askerId, conversationId, text, idempotencyKey: undefined } as const
  await (
    await askQuestion(deps, { ...asked, preferred: 'zh' })
  ).answer
}

/** To another organisation, whichever is next after its own. */
async function forward(scene: Scene): Promise<void> {
  const action = await byStaff(scene)
  const { organisationId } = await caseOf(scene)
  const { organisations } = scene.people
  const next = organisations[(organisations.indexOf(organisationId) + 1) % organisations.length]
  if (next === undefined) throw new Error('there is no organisation')
  await forwardCase(scene.deps, { ...action, organisationId: next })
}

/** The asker has handed the same matter over once more; the second case goes into the first. */
async function mergeWithSecond(scene: Scene): Promise<void> {
  const { deps, askerId, conversationId, caseId: into } = scene
  const subject = await caseOf(scene)
  const second = await openCase(deps, {
    askerId,
    conversationId,
    kind: 'service_request',
    contact: { name: '演示对象', contact: 'demo@example.com' },
    field: subject.field,
    district: subject.district ?? undefined,
    confidential: false,
    parties: [],
    contactConsent: false,
    request: { note: '演示' },
  })
  const account = scene.people.administrator
  const { id: caseId, version } = second.case
  const note = scene.texts.mergeNote
  await mergeCase(deps, { account, caseId, version, into, note })
}

async function complaintOf({ deps, askerId }: Scene) {
  const [row] = await deps.db
    .select({ id: complaints.id, version: complaints.version })
    .from(complaints)
    .where(and(eq(complaints.askerId, askerId), ne(complaints.state, 'closed')))
    .orderBy(desc(complaints.createdAt))
  if (!row) throw new Error('no complaint is open')
  return row
}

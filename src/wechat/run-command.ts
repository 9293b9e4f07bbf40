import { type AskerCase, withdrawCase } from '../cases/asker-cases.ts'
import { openCase } from '../cases/open-case.ts'
import type { Deps } from '../deps.ts'
import { openComplaint } from '../feedback/open-complaint.ts'
import { type RatingInput, rateCase, rateMessage } from '../feedback/record-rating.ts'
import { unsubscribe } from '../policy-notices/subscriptions.ts'
import type { ProgressStep } from '../shared/case-states.ts'
import { AppError } from '../shared/errors.ts'
import { tellDeadline } from '../shared/shanghai-day.ts'
import { bearsStateSecretMark } from '../shared/state-secret.ts'
import { answerTest } from './channel/answer-test.ts'
import type { Command, Fixed } from './commands.ts'
import { makeLink } from './links.ts'
import { link } from './protocol/plain-text.ts'
import { findLastAnswer, findRatable, listCasesOf } from './read-conversation.ts'
import { renderAnswer } from './render-answer.ts'
import { fill, ratingChoices, texts } from './texts.ts'
import { beginConversation, type WechatUser } from './users.ts'

/** What is said to a command; `choose` is a question and is not one of these. */
export async function runCommand(deps: Deps, user: WechatUser, command: Said): Promise<string> {
  try {
    return await replyTo(deps, user, command)
  } catch (error) {
    if (error instanceof AppError) return apologyFor(error)
    throw error
  }
}

type Said = Exclude<Command, { what: 'choose' }>

const rateMenu = [texts.rateMenu, ...ratingChoices.map(({ word }) => `回复“${word}”`)].join('\n')

const fixedReplies = {
  help: texts.help,
  ask: texts.ask,
  complain_how: texts.complain,
  rate_menu: rateMenu,
} as const satisfies Record<Fixed['what'], string>

const isFixed = (command: Said): command is Fixed => command.what in fixedReplies

async function replyTo(deps: Deps, user: WechatUser, command: Said): Promise<string> {
  if (isFixed(command)) return fixedReplies[command.what]
  switch (command.what) {
    case 'hand_over':
      return tellHandOver(deps, user)
    case 'hand_over_with':
      return handOver(deps, user, command)
    case 'progress':
      return tellProgress(deps, user)
    case 'repeat':
      return repeatAnswer(deps, user)
    case 'begin_anew':
      await beginConversation(deps, user)
      return texts.newConversation
    case 'withdraw':
      return withdraw(deps, user)
    case 'policies':
      return tellPolicies(deps, user, command.wanted)
    case 'rate':
      return rate(deps, user, command)
    case 'complain':
      return complain(deps, user, command.text)
    case 'test':
      return answerTest(deps, user, command.code)
  }
}

/** What is wanted is chosen, and consented to, on the page. */
async function tellPolicies(deps: Deps, user: WechatUser, wanted: boolean): Promise<string> {
  if (!wanted) {
    return (await unsubscribe(deps, user.askerId)) ? texts.policy.off : texts.policy.none
  }
  const page = await makeLink(deps, deps.db, user)
  return `${texts.policy.how}${link(texts.open, page)}`
}

const apologies = new Map<string, string>([
  ['state_secret', texts.stateSecret],
  ['state_secret_text', texts.stateSecret],
  ['rating_final', texts.ratingClosed],
  ['rating_before_answer', texts.nothingYet],
  ['rating_before_reply', texts.nothingYet],
  ['message_unknown', texts.nothingYet],
  ['case_unknown', texts.nothingYet],
])

/** Why something could not be done, in words of the account. */
export function apologyFor({ code, message }: AppError): string {
  if (code === 'rate_limited') return texts.tooMany
  return apologies.get(message) ?? (code === 'unavailable' ? texts.failed : texts.invalid)
}

async function tellHandOver(deps: Deps, user: WechatUser): Promise<string> {
  const page = await makeLink(deps, deps.db, user)
  return `${texts.handOver}\n${texts.handOverPage}${link(texts.open, page)}`
}

type Form = Extract<Command, { what: 'hand_over_with' }>

async function handOver(deps: Deps, user: WechatUser, form: Form): Promise<string> {
  const { name, contact, district } = form
  if (bearsStateSecretMark(`${name} ${contact} ${district ?? ''}`)) return texts.stateSecret
  const opened = await openCase(deps, {
    channel: user.channel,
    askerId: user.askerId,
    conversationId: user.conversationId,
    kind: 'consultation',
    contact: { name, contact },
    district: district?.endsWith('区') === false ? `${district}区` : district,
    confidential: false,
    parties: [],
    contactConsent: false,
  })
  const { code, dueAt } = opened.case
  return fill(dueAt === null ? texts.handedOver : texts.handedOverDue, {
    organisation: opened.organisation,
    code,
    due: dueAt === null ? '' : tellDeadline(dueAt),
  })
}

const steps: Record<ProgressStep, string> = {
  handed_over: '已转办，等待受理',
  in_review: '工作人员正在办理',
  with_expert: '专家正在办理',
  replied: '已答复',
  closed: '已办结',
}

const MOST_CASES = 5

async function tellProgress(deps: Deps, user: WechatUser): Promise<string> {
  const cases = await listCasesOf(deps.db, user.askerId)
  if (cases.length === 0) return texts.noCases
  const page = await makeLink(deps, deps.db, user)
  const lines = cases.slice(0, MOST_CASES).map(progressLine)
  return [...lines, link(texts.open, page)].join('\n')
}

function progressLine({ code, step, organisation, dueAt, updatedAt }: AskerCase): string {
  const due = dueAt === null ? '' : `，预计 ${tellDeadline(new Date(dueAt))} 前答复`
  const since = tellDeadline(new Date(updatedAt))
  return `${code} ${steps[step]}（${organisation}，${since}）${due}`
}

async function repeatAnswer(deps: Deps, user: WechatUser): Promise<string> {
  const last = await findLastAnswer(deps.db, user.conversationId)
  if (!last) return texts.nothingToRepeat
  if (!last.answer) return last.state === 'running' ? texts.waiting : texts.failed
  const page = await makeLink(deps, deps.db, user)
  const room = { parts: 1, publicUrl: deps.wechat?.publicUrl ?? '', page }
  return renderAnswer(last.answer, room)[0] ?? texts.failed
}

async function withdraw(deps: Deps, user: WechatUser): Promise<string> {
  const living = (await listCasesOf(deps.db, user.askerId)).find(({ canWithdraw }) => canWithdraw)
  if (!living) return texts.nothingToWithdraw
  await withdrawCase(deps, user.askerId, living.code)
  return fill(texts.withdrawn, { code: living.code })
}

type Rated = Extract<Command, { what: 'rate' }>

const LOW = 2

async function rate(deps: Deps, user: WechatUser, rated: Rated): Promise<string> {
  const { askerId } = user
  const which = await findRatable(deps.db, user, rated.of)
  if (!which) return texts.nothingYet
  const input: RatingInput = { score: rated.score, reasons: [], text: rated.text }
  if ('code' in which) await rateCase(deps, { askerId, code: which.code }, input)
  else await rateMessage(deps, { askerId, messageId: which.messageId }, input)
  const text = rated.score <= LOW ? texts.ratedLow : texts.rated
  return fill(text, { score: String(rated.score) })
}

async function complain(deps: Deps, user: WechatUser, text: string): Promise<string> {
  const [about] = await listCasesOf(deps.db, user.askerId)
  const input = { kind: 'complaint' as const, text, caseCode: about?.code }
  const { code, dueAt } = await openComplaint(deps, user.askerId, input)
  return fill(texts.complained, { code, due: tellDeadline(new Date(dueAt)) })
}

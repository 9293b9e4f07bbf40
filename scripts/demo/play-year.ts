import { openCase } from '../../src/cases/open-case.ts'
import { askQuestion } from '../../src/consultation/ask-question.ts'
import { openConversation } from '../../src/consultation/conversations.ts'
import { finishFollowUp, listFollowUps } from '../../src/feedback/follow-ups.ts'
import { rateMessage } from '../../src/feedback/record-rating.ts'
import { createAsker } from '../../src/identity/askers.ts'
import { pick, type Random } from '../simulation/random.ts'
import { acts } from './acts.ts'
import type { People } from './enter-people.ts'
import { ANY_DISTRICT, type DemoQuestion, type DemoTexts } from './read-demo-data.ts'
import type { Scene } from './scene.ts'
import { finishedStories, hoursOf, type Story, unfinishedStories } from './stories.ts'
import type { Timeline } from './timeline.ts'

export type Play = {
  timeline: Timeline
  people: People
  texts: DemoTexts
  questions: readonly [DemoQuestion, ...DemoQuestion[]]
  /** Where questions come from, by turns. */
  districts: readonly string[]
  random: Random
  from: Date
  until: Date
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
const FIRST_HOUR = 8
const OPEN_HOURS = 11
const RATED = 0.35
/** The low ratings of the last weeks still wait for somebody. */
const FOLLOWED_UP_MS = 3 * WEEK_MS

/** Enters `count` questions, with everything that follows from them, into the timeline. */
export function enterYear(play: Play, count: number): void {
  const ahead = count - unfinishedStories.length * 2
  const matters = play.questions.filter(({ case: isMatter }) => isMatter)
  const placed = placeByTurns(play.districts)
  for (let at = 0; at < ahead; at += 1) {
    const question = play.questions[at % play.questions.length] ?? pick(play.random, play.questions)
    const story = finishedStories[at % finishedStories.length] ?? []
    const moment = momentOf(play, hoursOf(story))
    enterQuestion(play, { number: at + 1, question: placed(question), moment, story })
  }
  for (let at = ahead; at < count; at += 1) {
    const story = unfinishedStories[at % unfinishedStories.length] ?? []
    const question = matters[at % matters.length] ?? pick(play.random, play.questions)
    const hours = hoursOf(story) + 1 + play.random() * 6
    const moment = new Date(play.until.getTime() - hours * HOUR_MS)
    const matter = { ...placed(question), case: true }
    enterQuestion(play, { number: at + 1, question: matter, moment, story })
  }
  const { from, until, timeline } = play
  const last = until.getTime() - FOLLOWED_UP_MS
  for (let at = from.getTime() + WEEK_MS; at < last; at += WEEK_MS) {
    timeline.at(new Date(at), () => followUp(play))
  }
}

/** Every question that comes from some district comes from the next one. */
export function placeByTurns(
  districts: readonly string[],
): (question: DemoQuestion) => DemoQuestion {
  let turn = 0
  return (question) => {
    if (!question.text.includes(ANY_DISTRICT)) return question
    const district = districts[turn % districts.length] ?? ANY_DISTRICT
    turn += 1
    return { ...question, text: question.text.replace(ANY_DISTRICT, district), district }
  }
}

/** On any day of the period that leaves the story enough time, in the hours in which people ask. */
function momentOf({ from, until, random }: Play, hours: number): Date {
  const last = until.getTime() - hours * HOUR_MS - 2 * DAY_MS
  const days = Math.floor((random() * (last - from.getTime())) / DAY_MS)
  // 00:00 in Beijing is 16:00 UTC.
  const midnight = Math.floor((from.getTime() + 8 * HOUR_MS) / DAY_MS) * DAY_MS - 8 * HOUR_MS
  const hour = FIRST_HOUR + random() * OPEN_HOURS
  return new Date(midnight + (days + 1) * DAY_MS + hour * HOUR_MS)
}

type Asking = { number: number; question: DemoQuestion; moment: Date; story: Story }

function enterQuestion(play: Play, asking: Asking): void {
  const { timeline, random } = play
  const { moment, question } = asking
  const rating = random() < RATED ? random() : undefined
  timeline.at(moment, async () => {
    const asked = await ask(play, question)
    if (rating !== undefined) {
      timeline.at(later(moment, 0.1), () => rate(play, asked, rating))
    }
    if (question.case) timeline.at(later(moment, 0.3), () => handOver(play, asking, asked))
  })
}

const later = (moment: Date, hours: number) => new Date(moment.getTime() + hours * HOUR_MS)

type Asked = { askerId: string; conversationId: string; messageId: string }

async function ask({ timeline: { deps } }: Play, { text }: DemoQuestion): Promise<Asked> {
  const { id: askerId } = await createAsker(deps.db, deps.now())
  const { id: conversationId } = await openConversation(deps.db, askerId, deps.now())
  const question = { askerId, conversationId, text, idempotencyKey: undefined, preferred: 'zh' }
  const { messageId, answer } = await askQuestion(deps, { ...question, preferred: 'zh' })
  await answer
  return { askerId, conversationId, messageId }
}

/** @param drawn from 0 to 1: two of ten are not content */
async function rate({ timeline: { deps }, texts, random }: Play, asked: Asked, drawn: number) {
  const isLow = drawn < 0.2
  const text = pick(random, isLow ? texts.ratings.low : texts.ratings.good)
  await rateMessage(deps, asked, {
    score: isLow ? 1 + Math.round(drawn * 5) : 4 + Math.round(drawn),
    solved: !isLow,
    reasons: [isLow ? 'incomplete' : 'clear'],
    text,
  })
}

async function handOver(play: Play, { number, question, story }: Asking, asked: Asked) {
  const { timeline, people, texts, random } = play
  const { deps } = timeline
  const { askerId, conversationId } = asked
  const opened = await openCase(deps, {
    askerId,
    conversationId,
    kind: 'consultation',
    contact: {
      name: `演示对象${number}`,
      organisation: `演示企业${number}`,
      contact: `demo-${number}@example.com`,
    },
    district: question.district,
    confidential: number % 17 === 0,
    parties: number % 5 === 0 ? [`演示相对方${number}`] : [],
    contactConsent: number % 2 === 0,
  })
  const { id: caseId, code } = opened.case
  const scene = { deps, people, texts, random, askerId, conversationId, caseId, code }
  tell(timeline, scene, story)
}

/** One step after another, each from when the last was done. */
function tell(timeline: Timeline, scene: Scene, [next, ...rest]: Story): void {
  if (!next) return
  const [hours, act] = next
  timeline.at(later(timeline.deps.now(), hours), async () => {
    await acts[act](scene)
    tell(timeline, scene, rest)
  })
}

/** Every week two of three low ratings are followed up. */
async function followUp({ timeline: { deps }, people, texts, random }: Play): Promise<void> {
  const { administrator } = people
  const open = await listFollowUps(deps, administrator, { state: 'open', limit: 50 })
  for (const { id } of open) {
    if (random() > 2 / 3) continue
    await finishFollowUp(deps, administrator, { id, outcome: pick(random, texts.followUps) })
  }
}

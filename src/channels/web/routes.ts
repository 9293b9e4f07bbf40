import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Context } from 'hono'
import { listAskerCases, listDelivered } from '../../cases/asker-cases.ts'
import { askQuestion } from '../../consultation/ask-question.ts'
import {
  listConversations,
  openConversation,
  readConversation,
  readMessage,
  stopMessage,
} from '../../consultation/conversations.ts'
import { followEvents } from '../../consultation/message-events.ts'
import { listCorrections } from '../../documents/recall/list-corrections.ts'
import { withRatings } from '../../feedback/asker-ratings.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBody } from '../../http/limit-body.ts'
import { describeError } from '../../http/log.ts'
import { requireAsker } from '../../http/require-asker.ts'
import { preferredLanguage } from '../../http/texts.ts'
import { validate } from '../../http/validate.ts'
import { createAsker, findAsker } from '../../identity/askers.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { isSwitchedOff } from '../../operation/switches.ts'
import { AppError } from '../../shared/errors.ts'
import { AnswerBody } from '../../shared/message-body.ts'
import {
  AskHeaders,
  AskInput,
  Conversation,
  ConversationBody,
  ConversationList,
  IdParam,
  ResumeHeaders,
} from './schemas.ts'

const wantsJson = <Env extends AppEnv>(c: Context<Env>) =>
  (c.req.header('accept') ?? '').includes('application/json')

const byTime = (one: { at: string }, other: { at: string }) => (one.at < other.at ? -1 : 1)

/** @throws AppError `unavailable` while asking on the web is switched off */
async function refuseWhileOff(db: Parameters<typeof isSwitchedOff>[0]) {
  if (await isSwitchedOff(db, 'web')) throw new AppError('unavailable', 'channel_off')
}

export const conversationRoutes = new Hono<AppEnv>()
  .post(
    '/',
    describe({
      summary: 'Begins a conversation; without a token a new asker with it',
      status: 201,
      body: Conversation,
    }),
    async (c) => {
      const { db, now } = c.get('deps')
      const known = await findAsker(db, c.req.header('authorization'), now())
      const asker = known ?? (await createAsker(db, now()))
      const { id } = await openConversation(db, asker.id, now())
      return c.json({ id, token: asker.token }, 201)
    },
  )
  .get(
    '/',
    describe({ summary: "The asker's conversations", body: ConversationList, asker: true }),
    requireAsker,
    async (c) => {
      return c.json({ conversations: await listConversations(c.get('deps').db, c.get('asker').id) })
    },
  )
  .get(
    '/:id',
    describe({ summary: 'One conversation with its turns', body: ConversationBody, asker: true }),
    requireAsker,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      const { settings } = await loadKnowledge(c.get('deps'))
      const { ratingEditDays } = settings.service
      const which = { askerId: c.get('asker').id, id, ratingEditDays }
      const { db } = c.get('deps')
      const conversation = await readConversation(db, which)
      const own = await listAskerCases(db, c.get('asker').id, id)
      const cases = await withRatings(c.get('deps'), own)
      const statements = [...(await listDelivered(db, id)), ...(await listCorrections(db, id))]
      return c.json({ ...conversation, cases, statements: statements.toSorted(byTime) })
    },
  )
  .post(
    '/:id/messages',
    describe({
      summary: 'Asks; answers as an event stream, or whole with Accept: application/json',
      body: AnswerBody,
      stream: true,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('param', IdParam),
    validate('header', AskHeaders),
    validate('json', AskInput),
    async (c) => {
      const deps = c.get('deps')
      await refuseWhileOff(deps.db)
      const asked = await askQuestion(deps, {
        askerId: c.get('asker').id,
        conversationId: c.req.valid('param').id,
        text: c.req.valid('json').text,
        idempotencyKey: c.req.valid('header')['idempotency-key'],
        preferred: preferredLanguage(c.req.header('accept-language')),
      })
      if (wantsJson(c)) return c.json(await asked.answer)
      return streamMessage(c, asked.messageId, 0)
    },
  )

export const messageRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({
      summary: 'An answer; as an event stream it goes on after Last-Event-ID',
      body: AnswerBody,
      stream: true,
      asker: true,
    }),
    requireAsker,
    validate('param', IdParam),
    validate('header', ResumeHeaders),
    async (c) => {
      const { id } = c.req.valid('param')
      const message = await readMessage(c.get('deps').db, c.get('asker').id, id)
      if (wantsJson(c)) return c.json(message.answer ?? { id, state: message.state })
      return streamMessage(c, id, Number(c.req.valid('header')['last-event-id'] ?? 0))
    },
  )
  .post(
    '/:id/stop',
    describe({ summary: 'Stops an answer; what was said stays', status: 202, asker: true }),
    requireAsker,
    validate('param', IdParam),
    async (c) => {
      const { db, now } = c.get('deps')
      await stopMessage(db, c.get('asker').id, c.req.valid('param').id, now())
      return c.json({}, 202)
    },
  )

function streamMessage<Env extends AppEnv>(
  c: Context<Env>,
  messageId: string,
  after: number,
): Response {
  const deps = c.get('deps')
  const response = streamSSE(c, async (stream) => {
    try {
      for await (const { n, event, data } of followEvents(deps, messageId, after)) {
        if (stream.aborted) return
        await stream.writeSSE({ id: String(n), event, data: JSON.stringify(data) })
      }
    } catch (error) {
      // The stream ends early; who follows it comes back with Last-Event-ID.
      deps.log('error', 'stream_failed', { messageId, ...describeError(error) })
    }
  })
  response.headers.set('cache-control', 'no-store')
  response.headers.set('x-accel-buffering', 'no')
  return response
}

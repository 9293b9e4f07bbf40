import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  messages,
  ratings,
  wechatCursors,
  wechatInbound,
  wechatUsers,
  wechatWords,
} from '../../src/db/schema/index.ts'
import { sha256 } from '../../src/shared/ids.ts'
import { startHttpTarget } from '../support/http-target.ts'
import { KF } from './accounts.ts'
import { FIXTURES, test, type World } from './support.ts'

type Recorded = { request: { query_string: string; body: string }; now?: number }
type Page = { request: { cursor: string; token: string }; response: object }
type Action = { on: string; call: string; code?: string; to?: number[] }

const recorded = JSON.parse(readFileSync(join(FIXTURES, '09_kf.json'), 'utf8')) as {
  callback: Recorded
  callback_wrong_corp: Recorded & { expect: { status_in: number[] } }
  sync: {
    pages: Page[]
    expect: {
      cursors_sent: string[]
      stored_cursor: string
      processed_msgids: string[]
      actions: Action[]
    }
  }
}

type Call = { path: string; body: Record<string, unknown> }

/** WeCom as it was recorded: the pages in their order, and a session that is handed over once. */
async function startRecordedWecom() {
  const calls: Call[] = []
  let state = 0
  const answerTo = (path: string, body: Call['body']): object => {
    switch (path) {
      case '/cgi-bin/gettoken':
        return { access_token: 'token', expires_in: 7_200 }
      case '/cgi-bin/kf/sync_msg':
        return (
          recorded.sync.pages.find(({ request }) => request.cursor === body['cursor'])
            ?.response ?? {
            next_cursor: body['cursor'],
            has_more: 0,
            msg_list: [],
          }
        )
      case '/cgi-bin/kf/service_state/get':
        return { service_state: state }
      case '/cgi-bin/kf/service_state/trans':
        state = Number(body['service_state'])
        return { msg_code: 'HANDOVER' }
      default:
        return { msgid: body['msgid'] }
    }
  }
  const target = await startHttpTarget(({ path, body: text }) => {
    const body = text === '' ? {} : (JSON.parse(text) as Call['body'])
    calls.push({ path: path.replace('/cgi-bin/kf/', ''), body })
    return { body: JSON.stringify({ errcode: 0, errmsg: 'ok', ...answerTo(path, body) }) }
  })
  return { ...target, calls: (path: string) => calls.filter((call) => call.path === path) }
}

const callBack = ({ url }: World, { request, now }: Recorded) =>
  fetch(`${url}/wechat/kf?${request.query_string}`, {
    method: 'POST',
    body: request.body,
    headers: { 'x-test-now': String(now ?? 1_767_225_601) },
  })

test('the recorded pages of 微信客服 are read, kept and dealt with exactly as they should be', async ({
  world,
}) => {
  const { deps } = world
  const wecom = await startRecordedWecom()
  world.use({ WECOM_API_BASE: wecom.url, WECOM_KF_SERVICER: 'zhangsan' })
  const said = await callBack(world, recorded.callback)
  expect([said.status, await said.text()]).toEqual([200, 'success'])
  await deps.settled()

  const { cursors_sent, stored_cursor, processed_msgids, actions } = recorded.sync.expect
  const pulls = wecom.calls('sync_msg').map(({ body }) => body)
  expect(pulls.map((body) => body['cursor'])).toEqual(cursors_sent)
  const { token } = recorded.sync.pages[0]?.request ?? {}
  expect(pulls.map((body) => body['token'])).toEqual(cursors_sent.map(() => token))
  expect(await deps.db.select().from(wechatCursors)).toMatchObject([{ cursor: stored_cursor }])

  const rows = await deps.db.select().from(wechatInbound)
  const keys = processed_msgids.map((id) => sha256(`${KF.WECOM_KF_OPEN_KFID}:kf:${id}`))
  expect(rows.map(({ key }) => key).toSorted()).toEqual((await Promise.all(keys)).toSorted())
  expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'done'))

  const codes = wecom.calls('send_msg_on_event').map(({ body }) => body['code'])
  const wanted = actions.filter(({ call }) => call === 'send_msg_on_event')
  expect(codes).toEqual([wanted[0]?.code, 'HANDOVER', wanted[1]?.code])
  const [moved] = wecom.calls('service_state/trans')
  const allowed = actions.find(({ call }) => call === 'service_state/trans')?.to
  expect(allowed).toContain(moved?.body['service_state'])
  expect(wecom.calls('service_state/trans')).toHaveLength(1)

  const [question] = await deps.db.select().from(messages)
  expect(question?.question).toBe('商标注册要多久？')
  expect(await deps.db.$count(messages)).toBe(1)
  const sent = wecom.calls('send_msg').map(({ body }) => body)
  expect(JSON.stringify(sent[0])).toContain('依据')
  const ids = sent.map((body) => String(body['msgid']))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[\w-]{1,32}$/)
  expect(await deps.db.select().from(ratings)).toMatchObject([{ score: 5 }])
  const words = await deps.db.select().from(wechatWords)
  expect(words.map(({ author, kind, text }) => `${author} ${kind} ${text}`).toSorted()).toEqual([
    'asker some_future_type null',
    'asker text 转人工',
    'staff text 您好，我是专家张三',
  ])
  expect(await deps.db.select().from(wechatUsers)).toMatchObject([{ scene: 'haidian03' }])

  await callBack(world, recorded.callback)
  await deps.settled()
  expect(wecom.calls('sync_msg').at(-1)?.body['cursor']).toBe(stored_cursor)
  expect(await deps.db.$count(messages)).toBe(1)
  expect(wecom.calls('send_msg_on_event')).toHaveLength(3)
  await wecom.close()
})

test('a callback of another enterprise is refused and pulls nothing', async ({ world }) => {
  const wecom = await startRecordedWecom()
  world.use({ WECOM_API_BASE: wecom.url })
  const { status } = await callBack(world, recorded.callback_wrong_corp)
  expect(recorded.callback_wrong_corp.expect.status_in).toContain(status)
  await world.deps.settled()
  expect(wecom.calls('sync_msg')).toEqual([])
  await wecom.close()
})

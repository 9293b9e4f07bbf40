import { z } from 'zod'
import type { NoticeConfig } from '../settings.ts'
import { type Delivery, SendError, type SendNotice, UnreachableError } from '../senders.ts'
import { postJson, read } from './post-json.ts'
import { readWecomAnswer, wecomError } from './wecom-answer.ts'

type App = NonNullable<NoticeConfig['wecomApp']>

const NO_SUCH_MEMBER = 81_013
/** Invalid, expired, or of an application whose secret was changed. */
const TOKEN_ERRORS: readonly number[] = [40_014, 42_001, 40_001]
/** WeCom drops the same message within this time: a try whose answer was lost does not show twice. */
const SAME_WITHIN_SECONDS = 1_800

/** Messages of the application to one member each (WeCom document 90236); `to` is the member's userid. */
export function createWecomApp(app: App, now: () => Date): SendNotice {
  const tokens = createTokens(app, now)
  return async (delivery, signal) => {
    const body = JSON.stringify(messageOf(app, delivery))
    const send = async () => {
      const token = await tokens.get(signal)
      const url = `${app.apiBase}/cgi-bin/message/send?access_token=${encodeURIComponent(token)}`
      const answer = readWecomAnswer(await postJson(url, { body, signal }))
      return { ...answer, token }
    }
    let answer = await send()
    if (TOKEN_ERRORS.includes(answer.errcode)) {
      tokens.drop(answer.token)
      answer = await send()
    }
    if (answer.errcode === NO_SUCH_MEMBER || answer.invaliduser) {
      throw new UnreachableError('no member of WeCom has this user name')
    }
    if (answer.errcode !== 0) throw wecomError(answer.errcode)
  }
}

function messageOf({ agentId }: App, { to, zh, url }: Delivery) {
  const common = {
    touser: to,
    agentid: agentId,
    enable_duplicate_check: 1,
    duplicate_check_interval: SAME_WITHIN_SECONDS,
  }
  if (!url) return { ...common, msgtype: 'text', text: { content: `${zh.title}\n${zh.text}` } }
  const description = zh.text.replaceAll('\n', '<br>')
  const textcard = { title: zh.title, description, url, btntxt: '查看' }
  return { ...common, msgtype: 'textcard', textcard }
}

const Token = z.looseObject({
  errcode: z.int().default(0),
  access_token: z.string().max(1_000).optional(),
  expires_in: z.int().optional(),
})

const RENEW_BEFORE_MS = 300_000

type Token = { value: string; until: number }

/** The token of the application, asked for once however many wait for it, and again before it expires. */
function createTokens(app: App, now: () => Date) {
  let current: Token | undefined
  let asking: Promise<Token> | undefined
  const ask = (signal: AbortSignal) => {
    asking ??= fetchToken(app, now, signal)
      .then((token) => (current = token))
      .finally(() => (asking = undefined))
    return asking
  }
  return {
    get: async (signal: AbortSignal): Promise<string> => {
      if (current && now().getTime() < current.until) return current.value
      return (await ask(signal)).value
    },
    drop: (value: string) => {
      if (current?.value === value) current = undefined
    },
  }
}

async function fetchToken(app: App, now: () => Date, signal: AbortSignal): Promise<Token> {
  const query = new URLSearchParams({ corpid: app.corpId, corpsecret: app.agentSecret })
  const text = await read(`${app.apiBase}/cgi-bin/gettoken?${query}`, { signal })
  const { errcode } = readWecomAnswer(text)
  if (errcode !== 0) throw wecomError(errcode)
  const { access_token: value, expires_in: seconds } = Token.parse(JSON.parse(text))
  if (!value || !seconds) throw new SendError('WeCom gave no token')
  return { value, until: now().getTime() + seconds * 1_000 - RENEW_BEFORE_MS }
}

import { z } from 'zod'
import { parseJson } from '../shared/parse-json.ts'

/** What the platform's answer asks of us. */
export type Action =
  | 'ok'
  | 'refresh_token_and_retry_once'
  | 'config_error'
  | 'retry_backoff'
  | 'give_up_today'
  | 'retry_after_60s'
  | 'fallback_notice'
  | 'split_and_retry'
  | 'give_up'
  | 'bug_truncate_and_retry'
  | 'treat_as_sent'
  | 'resync_without_token'
  | 'choose_other_servicer'
  | 'stop_bot_human_is_serving'

/** Error codes of both platforms (全局返回码; WeCom 全局错误码). What is not listed is given up. */
const actions = new Map<number, Action>([
  ...codes('refresh_token_and_retry_once', 40_001, 40_014, 42_001),
  ...codes('retry_backoff', -1),
  ...codes('give_up_today', 45_009),
  ...codes('retry_after_60s', 45_011),
  ...codes('fallback_notice', 45_015, 45_047, 95_001),
  ...codes('split_and_retry', 45_002),
  ...codes('bug_truncate_and_retry', 47_003),
  ...codes('treat_as_sent', 45_065),
  ...codes('config_error', 41_001, 48_001, 40_164, 61_004, 45_035, 40_013, 40_125, 40_037, 50_002),
  ...codes('config_error', 95_000, 95_017, 60_020, 93_000),
  ...codes('resync_without_token', 95_007),
  ...codes('choose_other_servicer', 95_014),
  ...codes('stop_bot_human_is_serving', 95_018),
])

function codes(action: Action, ...errcodes: number[]): [number, Action][] {
  return errcodes.map((errcode) => [errcode, action])
}

export type Platform = 'account' | 'wecom'

export type ApiOutcome = {
  action: Action
  /** Undefined where no platform has spoken: HTML, a proxy, nothing. */
  errcode: number | undefined
  /** The platform's name of the request. */
  rid: string | undefined
  /** Of 40164: the address that it does not trust. */
  untrustedAddress: string | undefined
  /** Ids of 64 bits, as they stood. */
  msgid: string | undefined
  body: Record<string, unknown>
}

const Body = z.looseObject({
  errcode: z.union([z.int(), z.string().regex(/^-?\d{1,9}$/)]).default(0),
  errmsg: z.string().default(''),
})

const WecomBody = Body.extend({ errcode: Body.shape.errcode.unwrap() })

/** What an answer means, or the lack of one (`status` undefined). */
export function readOutcome(
  status: number | undefined,
  text: string,
  platform: Platform = 'account',
): ApiOutcome {
  if (status === undefined || status >= 500) return silence('retry_backoff')
  if (status !== 200) return silence('give_up')
  const spoken = readBody(text, platform)
  if (!spoken) return silence('retry_backoff')
  const { errmsg, ...body } = spoken
  const errcode = Number(body.errcode)
  return {
    action: errcode === 0 ? 'ok' : actionOf(errcode, platform),
    errcode,
    rid: /\brid: ?([\w-]{1,80})/.exec(errmsg)?.[1],
    untrustedAddress: errcode === 40_164 ? /\d{1,3}(?:\.\d{1,3}){3}/.exec(errmsg)?.[0] : undefined,
    msgid: /"msgid"\s*:\s*"?([\w-]{1,64})/.exec(text)?.[1],
    body,
  }
}

/** WeCom names an error code in every answer (WeCom 90313): what has none is somebody else's. */
function readBody(text: string, platform: Platform): z.infer<typeof Body> | undefined {
  const given = parseJson(text)
  const parsed = (platform === 'wecom' ? WecomBody : Body).safeParse(given)
  return parsed.success ? parsed.data : undefined
}

/** WeCom says 45009 of a minute as well as of a day. */
function actionOf(errcode: number, platform: Platform): Action {
  if (platform === 'wecom' && errcode === 45_009) return 'retry_after_60s'
  return actions.get(errcode) ?? 'give_up'
}

function silence(action: Action): ApiOutcome {
  return {
    action,
    errcode: undefined,
    rid: undefined,
    untrustedAddress: undefined,
    msgid: undefined,
    body: {},
  }
}

import { z } from 'zod'

/** 微信客服 sync_msg (WeCom 94670): what is needed of an entry; the rest is of no concern. */
const Entry = z.looseObject({
  msgid: z.string().min(1).max(200),
  send_time: z.number().default(0),
  /** 3 the customer, 4 the system, 5 staff in WeCom. */
  origin: z.number().default(0),
  msgtype: z.string().max(40).default(''),
  external_userid: z.string().max(200).optional(),
  text: z.looseObject({ content: z.string(), menu_id: z.string().max(200).optional() }).optional(),
  event: z
    .looseObject({
      event_type: z.string(),
      external_userid: z.string().max(200).optional(),
      welcome_code: z.string().max(500).optional(),
      scene_param: z.string().max(500).optional(),
      change_type: z.number().optional(),
      msg_code: z.string().max(500).optional(),
      fail_msgid: z.string().max(200).optional(),
    })
    .optional(),
})

export const SyncPage = z.looseObject({
  next_cursor: z.string().default(''),
  has_more: z.number().default(0),
  msg_list: z.array(z.unknown()).default([]),
})

/** What is kept of an entry until it was dealt with; no id of a person, no text that was withheld. */
export const KfItem = z.discriminatedUnion('what', [
  z.object({ what: z.literal('said'), text: z.string(), menuId: z.string(), at: z.number() }),
  z.object({ what: z.literal('withheld'), by: z.enum(['asker', 'staff']), at: z.number() }),
  z.object({ what: z.literal('staff_said'), text: z.string(), at: z.number() }),
  z.object({
    what: z.literal('other'),
    kind: z.string(),
    by: z.enum(['asker', 'staff']),
    at: z.number(),
  }),
  z.object({ what: z.literal('entered'), code: z.string(), scene: z.string(), at: z.number() }),
  z.object({ what: z.literal('ended'), code: z.string(), at: z.number() }),
  z.object({ what: z.literal('send_failed'), messageId: z.string(), at: z.number() }),
])
export type KfItem = z.infer<typeof KfItem>

export type ReadEntry = { id: string; customer: string; item: KfItem }

const CUSTOMER = 3
const STAFF = 5
/** session_status_change: the session has ended. */
const ENDED = 3

/** Undefined for what is of no concern here, such as a member of staff who goes off duty. */
export function readEntry(entry: unknown): ReadEntry | undefined {
  const parsed = Entry.safeParse(entry)
  if (!parsed.success) return undefined
  const { msgid, external_userid: sender, event } = parsed.data
  const customer = sender ?? event?.external_userid
  const item = event ? readEvent(event, parsed.data.send_time) : readWords(parsed.data)
  return customer && item ? { id: msgid, customer, item } : undefined
}

type Parsed = z.infer<typeof Entry>

function readWords({ origin, msgtype, text, send_time: at }: Parsed): KfItem | undefined {
  if (origin !== CUSTOMER && origin !== STAFF) return undefined
  const by = origin === CUSTOMER ? 'asker' : 'staff'
  if (!text) return { what: 'other', kind: msgtype, by, at }
  const { content, menu_id: menuId = '' } = text
  return by === 'asker'
    ? { what: 'said', text: content, menuId, at }
    : { what: 'staff_said', text: content, at }
}

function readEvent(event: NonNullable<Parsed['event']>, at: number): KfItem | undefined {
  switch (event.event_type) {
    case 'enter_session': {
      const { welcome_code: code = '', scene_param: scene = '' } = event
      return { what: 'entered', code, scene, at }
    }
    case 'session_status_change':
      if (event.change_type !== ENDED) return undefined
      return { what: 'ended', code: event.msg_code ?? '', at }
    case 'msg_send_fail':
      return { what: 'send_failed', messageId: event.fail_msgid ?? '', at }
    default:
      return undefined
  }
}

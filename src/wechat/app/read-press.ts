import { z } from 'zod'
import { type CardKey, cardKeys } from '../../notices/wecom-card.ts'
import type { WecomAppConfig } from '../../notices/settings.ts'
import type { XmlElement } from '../protocol/parse-xml.ts'
import { textIn } from '../protocol/read-message.ts'

/** Somebody has pressed a button of ours in WeCom. */
export type Press = {
  /** Of the member, as WeCom writes it. */
  userId: string
  key: CardKey
  /** Of the notice that the card told of. */
  noticeId: string
  /** With it the card can be changed, once and within 72 hours; empty where WeCom sent none. */
  responseCode: string
}

const Pressed = z.object({
  Event: z.literal('template_card_event'),
  FromUserName: z.string().min(1).max(64),
  EventKey: z.enum(cardKeys),
  TaskId: z.uuid(),
})

const LONGEST_CODE = 500

/** A press in a message of an application (WeCom 90240, template_card_event); undefined for any other event. */
export function readPress(
  fields: XmlElement,
  { agentId }: Pick<WecomAppConfig, 'agentId'>,
): Press | undefined {
  const pressed = Pressed.safeParse(fields)
  if (!pressed.success || textIn(fields, 'AgentID') !== String(agentId)) return undefined
  const { FromUserName: userId, EventKey: key, TaskId: noticeId } = pressed.data
  return {
    userId,
    key,
    noticeId,
    responseCode: textIn(fields, 'ResponseCode').slice(0, LONGEST_CODE),
  }
}

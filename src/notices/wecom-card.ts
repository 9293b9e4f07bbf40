import type { Delivery } from './senders.ts'

/** What a button does, as its callback names it. */
export const cardKeys = ['accept_ticket', 'take_case'] as const
export type CardKey = (typeof cardKeys)[number]

type Button = { key: CardKey; text: string; note: string }

const accept: Button = {
  key: 'accept_ticket',
  text: '接单',
  note: '请先查看任务；点“接单”即声明与各方无利益冲突',
}
const take: Button = { key: 'take_case', text: '受理', note: '点“受理”后由您办理' }

const buttons: Record<string, Button> = {
  ticket_offered: accept,
  ticket_reminder: accept,
  case_opened: take,
  case_forwarded: take,
}

/** What can be done about a notice with one touch; undefined where it takes more than that. */
export function buttonOf({ kind, ticketId, caseId }: Delivery): Button | undefined {
  const button = buttons[kind]
  if (button === accept) return ticketId === null ? undefined : button
  return caseId === null ? undefined : button
}

const LONGEST_TEXT = 112

/**
 * A card with a button (WeCom 90236, 按钮交互型). `task_id` is the id of the notice: by it a press is known to be
 * that of whoever was told.
 */
export function cardWithButton({ id, zh }: Delivery, { key, text, note }: Button, url: string) {
  return {
    card_type: 'button_interaction',
    main_title: { title: zh.title, desc: note },
    sub_title_text: zh.text.slice(0, LONGEST_TEXT),
    card_action: { type: 1, url },
    task_id: id,
    button_list: [
      { text: '查看', type: 1, url, style: 2 },
      { text, key, style: 1 },
    ],
  }
}

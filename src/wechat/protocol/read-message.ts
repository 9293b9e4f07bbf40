import type { XmlElement, XmlValue } from './parse-xml.ts'
import { CallbackError } from './read-callback.ts'

/** A message or an event of an official account, its fields as they came. */
export type AccountMessage = {
  /** The openid. */
  from: string
  type: string
  fields: XmlElement
  /** What names it at the platform, for copies of it. */
  key: string
}

/**
 * @param account 原始ID, to which it must be addressed
 * @throws CallbackError for what no account is sent
 */
export function readMessage(fields: XmlElement, account: string): AccountMessage {
  const from = required(fields, 'FromUserName')
  const type = required(fields, 'MsgType')
  if (required(fields, 'ToUserName') !== account) throw new CallbackError(400, 'ToUserName')
  if (!/^\d{1,13}$/.test(required(fields, 'CreateTime'))) throw new CallbackError(400, 'CreateTime')
  return { from, type, fields, key: keyOf(fields, from, type) }
}

/**
 * Messages have an id, which is kept as text: it has 64 bits. Events have none: two different ones of a person
 * within one second differ in event, key or job.
 */
function keyOf(fields: XmlElement, from: string, type: string): string {
  if (type !== 'event') return `msg:${required(fields, 'MsgId')}`
  const parts = ['CreateTime', 'Event', 'EventKey', 'MsgID'].map((name) => textIn(fields, name))
  return `evt:${[from, ...parts].join(':')}`
}

/** A field that is text; empty where there is none. */
export function textIn(fields: XmlElement, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

function required(fields: XmlElement, name: string): string {
  const value = textIn(fields, name)
  if (value === '') throw new CallbackError(400, name)
  return value
}

/** Several of a kind come as an array, one comes alone. */
export function listIn(fields: XmlElement, wrapper: string): XmlElement[] {
  const inside = fields[wrapper]
  if (!isElement(inside)) return []
  const { List: list } = inside
  const all = Array.isArray(list) ? list : [list]
  return all.filter(isElement)
}

function isElement(value: XmlValue | undefined): value is XmlElement {
  return typeof value === 'object' && !Array.isArray(value)
}

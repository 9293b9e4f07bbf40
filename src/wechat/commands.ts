import { fold } from '../shared/text.ts'
import { ratingChoices } from './texts.ts'

/** What has one answer, whoever asks. */
export type Fixed = { what: 'help' | 'ask' | 'rate_menu' | 'complain_how' }

/** What a person wants of the account itself, and not of the knowledge. */
export type Command =
  | Fixed
  | { what: 'hand_over' | 'progress' | 'repeat' | 'begin_anew' | 'withdraw' }
  | { what: 'policies'; wanted: boolean }
  | { what: 'hand_over_with'; name: string; contact: string; district: string | undefined }
  | { what: 'rate'; score: number; of: string | undefined; text: string | undefined }
  | { what: 'complain'; text: string }
  | { what: 'choose'; n: number }
  /** By an administrator, who has the code from the console. */
  | { what: 'test'; code: string }

const words = new Map<string, Command>([
  ...spoken({ what: 'help' }, '帮助', '菜单', '?', 'help', '功能'),
  ...spoken({ what: 'hand_over' }, '转人工', '人工', '人工服务', '人工客服', '找人工'),
  ...spoken({ what: 'hand_over' }, '找专家', '转专家'),
  ...spoken({ what: 'progress' }, '进度', '办理进度', '查询进度', '查进度', '我的咨询'),
  ...spoken({ what: 'repeat' }, '继续', '查看答复', '看答复'),
  ...spoken({ what: 'begin_anew' }, '新咨询', '重新开始'),
  ...spoken({ what: 'withdraw' }, '撤回转办', '取消转人工', '撤回'),
  ...spoken({ what: 'policies', wanted: true }, '订阅政策', '政策订阅', '订阅政策通知'),
  ...spoken({ what: 'policies', wanted: false }, '退订政策', '退订政策通知', '退订', '取消订阅'),
  ...spoken({ what: 'rate_menu' }, '评价'),
  ...spoken({ what: 'complain_how' }, '投诉', '举报', '投诉举报', '我要投诉'),
])

function spoken(command: Command, ...all: string[]): [string, Command][] {
  return all.map((word) => [word, command])
}

/** The keys of the menu (`knowledge` of the platform: CLICK). */
const keys = new Map<string, Command>([
  ['MENU_ASK', { what: 'ask' }],
  ['MENU_HUMAN', { what: 'hand_over' }],
  ['MENU_PROGRESS', { what: 'progress' }],
  ['MENU_RATE', { what: 'rate_menu' }],
  ['MENU_COMPLAINT', { what: 'complain_how' }],
  ['MENU_HELP', { what: 'help' }],
])

export function readMenuKey(key: string): Command {
  return keys.get(key) ?? { what: 'help' }
}

const RATING_ID = /^csat:([1-5]):([\w-]{1,64})$/

/** @param menuId of the item that was tapped, where one was */
export function readCommand(text: string, menuId = ''): Command | undefined {
  const [, score, of] = RATING_ID.exec(menuId) ?? []
  if (score !== undefined) return { what: 'rate', score: Number(score), of, text: undefined }
  const said = fold(text).trim()
  const plain = said.replace(/[。.!！~\s]{1,5}$/u, '')
  return words.get(plain) ?? readRating(said) ?? readForm(text.trim())
}

function readRating(said: string): Command | undefined {
  const choice = ratingChoices.find(({ word }) => word === said)
  if (choice) return { what: 'rate', score: choice.score, of: undefined, text: undefined }
  const [, score, text] =
    /^评价[\s:,]{0,3}([1-5]) ?分?(?:[\s,:]{1,3}(\S.{0,500}))?$/su.exec(said) ?? []
  if (score !== undefined) return { what: 'rate', score: Number(score), of: undefined, text }
  return /^[1-9]$/.test(said) ? { what: 'choose', n: Number(said) } : undefined
}

const HAND_OVER =
  /^同意转人工[\s,，:：]{1,5}([^\s,，]{1,50})[\s,，]{1,5}([^\s,，]{5,100})(?:[\s,，]{1,5}([^\s,，]{1,20}))?$/u
const TEST = /^测试\s{1,3}([0-9a-f]{8})$/iu
const COMPLAINT = /^(?:投诉|举报)[\s:：,，]{1,5}(\S[^]{0,1900})$/u

function readForm(text: string): Command | undefined {
  const [, name, contact, district] = HAND_OVER.exec(text) ?? []
  if (name !== undefined && contact !== undefined) {
    return { what: 'hand_over_with', name, contact, district }
  }
  const code = TEST.exec(text)?.[1]
  if (code !== undefined) return { what: 'test', code: code.toLowerCase() }
  const complaint = COMPLAINT.exec(text)?.[1]
  return complaint === undefined ? undefined : { what: 'complain', text: complaint }
}

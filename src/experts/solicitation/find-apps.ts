import { clauseAt, type Reading } from './close-text.ts'
import type { Context } from './context.ts'
import { matchesOf, toFinding } from './find-phrases.ts'
import { type Finding, oneOf, type SolicitationWords } from './words.ts'

const FILL =
  '(?:我们|我|您|你|咱|的|一个|个|一下|下|上|了|先|再|直接|为|工作|私人|个人|本人|老师|律师|助理|这个|专家|他|她){0,4}'
/** What else an app is spoken of for: its shops, its records, a mark of its name. */
const MATTER =
  '(?!店|平台|商城|商标|支付|小程序|聊天|记录|截图|公众号|用户|直播|视频号|群里|笔记|转账记录)'
const TALK =
  '(?:同号|同步|联系我|详聊|私聊|细聊|详谈|细说|找我|问我|发我|加我|联系(?!方式)|上?搜|上说|聊一下|聊聊|报价)'
const NUMBERS = '(?:电话|手机|号码|联系方式|邮箱)'
const LINK = '(?<link>(?:的?群?(?:号码?|id|账号|帐号)?)?(?:是|为|叫|:|就是)?)'
const HANDLE = '@?(?<handle>[a-z][a-z\\d_-]{3,29}|[1-9]\\d{4,11})(?![a-z\\d])'
const NO_HANDLE = /^(?:wechat|weixin|android|windows|telegram|whatsapp|skype|logo|music|video)/

/** Accounts of chat and video services, and being told to add one. */
export function findApps(
  reading: Reading,
  context: Context,
  { contact }: SolicitationWords,
): Finding[] {
  const app = `(?<![a-z])${oneOf(contact.apps)}`
  const action = `(?<![参增追附施更])${oneOf(contact.actions)}`
  const short = oneOf(contact.short_apps)
  const told = [
    `${action}${FILL}${app}${MATTER}`,
    `${action}${FILL}${short}(?:(?=[吧呀哦哈啊呗再详聊细私])|(?![\\p{L}]|\\d(?!\\d{4})))`,
    `${action}${FILL}(?:v|w|q|wx|vx)(?=[a-z\\d_-]{5})`,
    `(?:我们|我|本人)(?:的|个人|工作|私人|助理|同事|自己|有个|专门|另外){0,4}${app}${MATTER}`,
    `(?:留|发|给|告诉)(?:我|个|一个|一下|您的?|你的?|下){1,4}${NUMBERS}`,
    `${app}(?:上|里)?${TALK}(?!记录|内容|截图|证据)`,
  ]
  const { text } = reading.close
  const spans = told.flatMap((source) => matchesOf(text, new RegExp(source, 'gu')))
  const handles = matchesOf(text, new RegExp(`(?:${app}|(?<![a-z])v)${LINK}${HANDLE}`, 'gu'))
  return [
    ...spans.filter(({ start }) => !context.isOfOthers(start) && !context.isWarning(start)),
    ...handles.filter(({ groups }) => isHandle(groups['link'], groups['handle'])),
  ]
    .filter(({ start }) => !context.isNegated(start, 'contact'))
    .map((span) => toFinding('contact', { original: reading.original, form: reading.close }, span))
}

/** Right after the name of an app only what has a digit or a line in it; after `微信号:` any. */
function isHandle(link: string | undefined, handle: string | undefined): boolean {
  if (handle === undefined || NO_HANDLE.test(handle)) return false
  return (link ?? '') !== '' || /[\d_-]/.test(handle)
}

/** Codes to scan: of a person, not of a public body, a product, a certificate. */
export function findCodes({ original, close }: Reading, words: SolicitationWords): Finding[] {
  const { codes, public_codes: publicCodes } = words.contact
  const isPublic = new RegExp(oneOf([...publicCodes, ...words.public_bodies]), 'u')
  return matchesOf(close.text, new RegExp(`${oneOf(codes)}|扫[^。!?;,\\n]{0,6}码`, 'gu'))
    .filter(({ start }) => {
      const { text } = clauseAt(close.text, start)
      if (!/扫|识别|长按|加|附/u.test(text)) return false
      return !isPublic.test(text) || /我(?!国)|好友|名片|进群/u.test(text)
    })
    .map((span) => toFinding('contact', { original, form: close }, span))
}

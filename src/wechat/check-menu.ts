import { z } from 'zod'
import { byteLength } from './protocol/split-text.ts'

const Leaf = z.strictObject({
  name: z.string().min(1),
  /** `click` gives us a key, `view` opens an address. */
  type: z.enum(['click', 'view']),
  key: z.string().optional(),
  url: z.string().optional(),
})
const Group = z.strictObject({ name: z.string().min(1), sub_button: z.array(Leaf).min(1) })

/** What an operator writes down: the menu, and which template messages there are. */
export const WechatFile = z.strictObject({
  menu: z.strictObject({ button: z.array(z.union([Leaf, Group])).min(1) }),
  templates: z
    .array(z.strictObject({ id: z.string().min(1), fields: z.array(z.string().min(1)) }))
    .default([]),
})
export type WechatFile = z.infer<typeof WechatFile>

type Button = WechatFile['menu']['button'][number]

const MOST_TOP = 3
const MOST_SUB = 5
const LONGEST = { top: 16, sub: 60, key: 128, url: 1_024 }
/** The page of the documentation also counts characters: the stricter of both holds. */
const MOST_CHARACTERS = { top: 4, sub: 8 }

/** Everything by which the platform would refuse the menu (自定义菜单 创建接口), in words. */
export function findMenuProblems({ menu }: Pick<WechatFile, 'menu'>): string[] {
  const { button } = menu
  return [
    ...(button.length > MOST_TOP
      ? [`一级菜单最多 ${MOST_TOP} 个，现在是 ${button.length} 个`]
      : []),
    ...button.flatMap(problemsOfTop),
  ]
}

function problemsOfTop(button: Button): string[] {
  const own = problemsOfName(button.name, 'top')
  if (!('sub_button' in button)) return [...own, ...problemsOfLeaf(button)]
  const { sub_button: below, name } = button
  return [
    ...own,
    ...(below.length > MOST_SUB
      ? [`“${name}”下最多 ${MOST_SUB} 个，现在是 ${below.length} 个`]
      : []),
    ...below.flatMap((leaf) => [...problemsOfName(leaf.name, 'sub'), ...problemsOfLeaf(leaf)]),
  ]
}

function problemsOfName(name: string, level: 'top' | 'sub'): string[] {
  const isLong = byteLength(name) > LONGEST[level] || [...name].length > MOST_CHARACTERS[level]
  return isLong ? [`“${name}”的名称超过 ${MOST_CHARACTERS[level]} 个字`] : []
}

function problemsOfLeaf({ name, type, key, url }: z.infer<typeof Leaf>): string[] {
  if (type === 'click') {
    const isGood = key !== undefined && key !== '' && byteLength(key) <= LONGEST.key
    return isGood ? [] : [`“${name}”需要 key，最多 ${LONGEST.key} 字节`]
  }
  const isGood = url !== undefined && /^https?:\/\/\S+$/.test(url) && byteLength(url) <= LONGEST.url
  return isGood ? [] : [`“${name}”需要以 http(s) 开头的 url，最多 ${LONGEST.url} 字节`]
}

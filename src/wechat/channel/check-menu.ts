import { z } from 'zod'
import { bad, type Finding } from '../../shared/channel-findings.ts'
import { byteLength } from '../protocol/split-text.ts'

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

/** Everything by which the platform would refuse the menu (自定义菜单 创建接口). */
export function findMenuProblems({ menu }: Pick<WechatFile, 'menu'>): Finding[] {
  const { button } = menu
  const isMany = button.length > MOST_TOP
  return [
    ...(isMany ? [bad('menu_top_many', { most: `${MOST_TOP}`, now: `${button.length}` })] : []),
    ...button.flatMap(problemsOfTop),
  ]
}

function problemsOfTop(button: Button): Finding[] {
  const own = problemsOfName(button.name, 'top')
  if (!('sub_button' in button)) return [...own, ...problemsOfLeaf(button)]
  const { sub_button: below, name } = button
  const isMany = below.length > MOST_SUB
  return [
    ...own,
    ...(isMany
      ? [bad('menu_sub_many', { name, most: `${MOST_SUB}`, now: `${below.length}` })]
      : []),
    ...below.flatMap((leaf) => [...problemsOfName(leaf.name, 'sub'), ...problemsOfLeaf(leaf)]),
  ]
}

function problemsOfName(name: string, level: 'top' | 'sub'): Finding[] {
  const isLong = byteLength(name) > LONGEST[level] || [...name].length > MOST_CHARACTERS[level]
  return isLong ? [bad('menu_name_long', { name, most: `${MOST_CHARACTERS[level]}` })] : []
}

function problemsOfLeaf({ name, type, key, url }: z.infer<typeof Leaf>): Finding[] {
  if (type === 'click') {
    const isGood = key !== undefined && key !== '' && byteLength(key) <= LONGEST.key
    return isGood ? [] : [bad('menu_key', { name, most: `${LONGEST.key}` })]
  }
  const isGood = url !== undefined && /^https?:\/\/\S+$/.test(url) && byteLength(url) <= LONGEST.url
  return isGood ? [] : [bad('menu_url', { name, most: `${LONGEST.url}` })]
}

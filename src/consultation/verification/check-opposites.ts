import type { Finding } from './claim.ts'
import { type Reading, shared } from './reading.ts'

/** Words that exclude each other in one place; those with one meaning stand together. */
const OPPOSITES: string[][][] = [
  [['以上'], ['以下'], ['以内', '之内'], ['以外', '之外']],
  [['直接'], ['间接']],
  [['专职', '全职'], ['兼职']],
  [['主动'], ['被动']],
  [
    ['线上', '网上', '在线'],
    ['线下', '现场', '当面'],
  ],
  [['书面'], ['口头']],
  [['独立法人'], ['分支机构', '内设机构', '分公司', '子公司']],
  [
    ['非营利', '公益'],
    ['营利性', '盈利', '商业性', '经营性'],
  ],
  [
    ['免费', '无偿'],
    ['收费', '有偿', '付费'],
  ],
  [
    ['若干', '多家', '多个', '几家'],
    ['一家', '一个', '一名', '一所', '唯一'],
  ],
  [['内部'], ['外部']],
  [
    ['国内', '境内'],
    ['海外', '境外', '国外'],
  ],
  [['双方'], ['三方'], ['多方'], ['单方']],
  [['公开'], ['保密', '不公开']],
  [['自愿', '自主'], ['强制']],
  [
    ['提高', '提升', '增加', '扩大', '延长'],
    ['降低', '减少', '缩小', '缩短'],
  ],
  [['集中'], ['分散']],
  [
    ['部分', '个别', '少数', '有的'],
    ['全部', '所有', '一切', '全体', '任何', '每个', '每家', '各个'],
  ],
  [['市级'], ['区级'], ['国家级'], ['省级']],
  [['调解'], ['仲裁'], ['诉讼'], ['和解']],
]

const READ = 8

type Word = { word: string; at: number }
type Around = { near: Set<string>; far: Set<string> }

/** Where the source has one of two opposites, the sentence does not have the other. */
export function checkOpposites({ plain: text, wording, context }: Reading): Finding[] {
  const least = context.language === 'en' ? 3 : 1
  return OPPOSITES.flatMap((group) =>
    group.flatMap((same) => {
      const others = group.filter((each) => each !== same).flat()
      return find(text, same)
        .filter(
          (said) =>
            !isPaired(text, said, others) &&
            isSwapped(around(text, said), wording, { same, others, least }),
        )
        .map(({ word }) => ({ check: 'quantifiers' as const, detail: `${word} for its opposite` }))
    }),
  )
}

/** “市级、区级”: both are named together, and neither for the other. */
function isPaired(text: string, { word, at }: Word, others: readonly string[]): boolean {
  const before = text.slice(0, at).replace(/[、和或及与]$/u, '')
  const after = text.slice(at + word.length).replace(/^[、和或及与]/u, '')
  return others.some((other) => before.endsWith(other) || after.startsWith(other))
}

/** In English the words around stand in another order, so that one of them tells little. */
type Sides = { same: string[]; others: string[]; least: number }

function isSwapped(said: Around, wording: string, { same, others, least }: Sides): boolean {
  const other = best(said, wording, others)
  return other >= least && other > best(said, wording, same)
}

function best(said: Around, wording: string, words: string[]): number {
  const places = find(wording, words).map((each) => around(wording, each))
  return Math.max(
    0,
    ...places.map(
      (place) => 2 * shared(said.near, place.near).size + shared(said.far, place.far).size,
    ),
  )
}

function find(text: string, words: readonly string[]): Word[] {
  const found: Word[] = []
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const isExcept = /^[以之]外$/u.test(word) && /除[^,;。]*$/u.test(text.slice(0, at))
      if (!/[非不未无]/u.test(text.charAt(at - 1)) && !isExcept) found.push({ word, at })
    }
  }
  return found
}

function around(text: string, { word, at }: Word): Around {
  const end = at + word.length
  const near = new Set([`<${text.slice(at - 2, at)}`, `>${text.slice(end, end + 2)}`])
  const far = new Set([
    ...pairs('<', text.slice(Math.max(0, at - READ), at)),
    ...pairs('>', text.slice(end, end + READ)),
  ])
  return { near, far }
}

function pairs(side: string, text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => {
    return side + text.slice(at, at + 2)
  })
}

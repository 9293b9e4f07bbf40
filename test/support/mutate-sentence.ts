/** Class A changes a detail that can be looked up; class B changes who, whether, when or how much. */
type MutantKind = keyof typeof rules

type Mutant = {
  /** `<sentence>.<kind>.<n>`: the same for the same sentence, evidence and seed. */
  id: string
  class: 'A' | 'B'
  kind: MutantKind
  text: string
}

type Scene = { text: string; evidence: string; pick: <T>(list: readonly T[]) => T | undefined }
type Span = { start: number; end: number; found: string; groups: readonly (string | undefined)[] }
type Rule = { class: 'A' | 'B'; most: number; variants: (scene: Scene) => string[] }

/** What a pattern is replaced with, each in turn; `$0` and `$1` stand for the match and its first group. */
type Swap = readonly [find: RegExp, ...to: string[]]

const units: readonly Swap[] = [
  [/(?<=\d)家|(?<=一)家(?=区中心)/gu, '万家'],
  [/(?<=\d)名/gu, '百名'],
  [/(?<=\d)%(?! )/gu, '家'],
  [/(?<=\d)日(?=内)/gu, '个月'],
  [/(?<=(?<!\d)\d)年(?=以上|内)/gu, '个月'],
  [/(?<=三)年(?=内)/gu, '个月'],
  [/(?<=十)天/gu, '个月'],
  [/(?<=\d)次/gu, '万次'],
  [/(?<=\d)场次/gu, '人次'],
  [/(?<=\d)人次/gu, '场次'],
  [/(?<=\d)万次/gu, '亿次'],
  [/CM\*40CM/gu, 'MM*40MM'],
  [/\bdays\b/gu, 'weeks'],
  [/\byears?\b(?= of| on|\.)/gu, 'months'],
  [/(?<=\d )years?\b/gu, 'months'],
]

const modalities: readonly Swap[] = [
  [/(?<!不)宜/gu, '应', '必须'],
  [/(?<!^|不)可以(?!，)/gu, '应当', '必须'],
  [/鼓励和推动|鼓励(?!的)/gu, '要求'],
  [/引导和支持|引导(?=金融机构|社会|行业|北京知识产权)/gu, '要求'],
  [/should preferably|are advised to|\bmay\b(?! not)/gu, 'must'],
]

const denials: readonly Swap[] = [
  [/不得/gu, '可以'],
  [/不能再/gu, '可以再'],
  [/不(?=收取|为所在单位|合格|与已设立)/gu, ''],
  [/没有强制|不是强制/gu, '是强制'],
  [/(?:must|may|do) not/gu, 'may'],
]

/** The first that stands in the sentence is denied. */
const affirmations: readonly Swap[] = [
  [/(?<![不响对适供反相])应当/gu, '不应当'],
  [/(?<![响对适供反相])应(?![当对用急届])/gu, '不应'],
  [/(?<![不])宜/gu, '不宜'],
  [/(?<=人员)须/gu, '无须'],
  [/(?<!不)可以(?!，)/gu, '不可以'],
  [/(?<=市中心|工作站|区中心|专家|分中心)会(?!诊)/gu, '不会'],
  [/鼓励/gu, '不鼓励'],
  [/坚持/gu, '不坚持'],
  [/(?<!局)提出(?!书|申|的)/gu, '不提出'],
  [/支持(?=知识)|推动(?=[成把时])|引导(?=[金社行北和])/gu, '不$0'],
  [/(?<=心|站)(?=提供|配合|组织|统筹|围绕|对接|每年)/gu, '不'],
  [/包括(?!但)/gu, '不包括'],
  [/(?<![不一二])是(?!由)/gu, '不是'],
  [/提供/gu, '不提供'],
  [/只设/gu, '不只设'],
  [/要求(?=加|做|推)/gu, '不要求'],
  [/由(?=市|区|北)/gu, '不由'],
  [/(?<=课程)会(?=讲)/gu, '不会'],
  [/(?<!来)讲/gu, '不讲'],
  [/\bmust\b(?! not)/gu, 'need not'],
  [/\bmay\b(?! not)/gu, 'may not'],
  [/\b(is|are)\b(?! issued)/gu, '$1 not'],
]

const comparators: readonly Swap[] = [
  [/以上/gu, '以下'],
  [/不少于/gu, '不多于'],
  [/至少/gu, '至多'],
  [/超(?=\d)/gu, '不足'],
  [/近(?=\d)/gu, '超'],
  [/达到(?=\d)/gu, '低于'],
  [/(?<=日|年)内/gu, '后'],
  [/撤销前/gu, '撤销后'],
  [/之前/gu, '之后'],
  [/at least/gu, 'at most'],
  [/more than/gu, 'fewer than'],
  [/\bwithin\b/gu, 'after'],
  [/\bbefore\b/gu, 'after'],
]

const connectives: readonly Swap[] = [
  [/或者?(?!多|其|从)/gu, '和'],
  [/，并且?(?=具有|通过|要具)/gu, '或者'],
  [/(?<=专职人员)(?:，以及|及)/gu, '或'],
  [/，且(?=具)/gu, '，或者'],
  [/ and (?=have)/gu, ' or '],
]

const quantifiers: readonly Swap[] = [
  [/每年(?!第)/gu, '每月', '每三年'],
  [/三年(?=累计|超)|三年(?=要)/gu, '每年'],
  [/首次/gu, '每次'],
  [/定期/gu, '每天', '仅在年底'],
  [/随时/gu, '仅在年底'],
  [/部分(?=推荐|区)/gu, '全部'],
  [/若干(?=家|人)/gu, '一'],
  [/若干(?!家|人)/gu, '一个'],
  [/每个区|每个(?=区)/gu, '部分区'],
  [/全市/gu, '个别区'],
  [/全覆盖/gu, '部分覆盖'],
  [/必要时，?/gu, '每次都'],
  [/包括但不限于/gu, '仅限于'],
  [/(?<=宜)优先/gu, '一律'],
  [/特别是/gu, '仅限于'],
  [/因需开展/gu, '全天开展'],
  [/全年/gu, '每年一次'],
  [/\bevery year\b/gu, 'every month'],
  [/\bat any time\b/gu, 'only once a year'],
  [/\bEach\b/gu, 'Only one'],
  [/\b[Bb]asic\b/gu, 'All'],
]

const qualities: readonly Swap[] = [
  [/免费(?!或)/gu, '有偿'],
  [/免费或(?:者)?低成本/gu, '全额收费'],
  [/专职(?!或|人员或)/gu, '兼职'],
  [/非营利/gu, '营利'],
  [/书面/gu, '口头'],
  [/公益性/gu, '经营性'],
  [/独立法人/gu, '分支机构'],
  [/线上(?!或|、|线|窗)/gu, '线下'],
  [/双方(?=共建)/gu, '多方'],
  [/直接/gu, '间接'],
  [/自主/gu, '经批准后'],
  [/一对一/gu, '集中授课式'],
  [/调解方式/gu, '诉讼方式'],
  [/低成本/gu, '高价'],
  [/full-time/gu, 'part-time'],
  [/free of charge/gu, 'for a fee'],
  [/non-profit/gu, 'for-profit'],
  [/in writing/gu, 'by telephone'],
]

const conditions: readonly Swap[] = [
  [/(?:因|对有|采用)[^，。；]{2,40}的(?:企业)?，(?=.{12})/gu, ''],
  [/如果[^，。；]{2,40}，(?=.{12})/gu, ''],
  [
    /(?<=^|，)[^，。；]{0,14}(?:被撤销|承担|参与共建|参与|需求|典型的)[^，。；]{0,12}的，(?=.{12})/gu,
    '',
  ],
  [/(?<!需)经[^，。、]{2,12}(?:同意|批准)后?/gu, '无须任何手续即'],
  [/需经[^，。、]{2,12}同意/gu, '无须同意'],
  [/(?<!没)有([^，。有]{0,16})需求的/gu, '没有$1需求的'],
  [/还没有/gu, '已经'],
  [/符合(?:设立)?条件的/gu, '不符合条件的'],
  [/(?<=申请专利|整改后仍)不合格/gu, '合格'],
  [/[、且](?:经过)?整改后仍不合格/gu, ''],
  [/违反(?=国家)/gu, '遵守'],
  [/接到[^，。]{0,20}通知后|通知后/gu, '服务结束后'],
  [/市级以上行业组织/gu, '任何行业组织'],
  [/根据[^，。]{2,20}(?:需求|需要)，?/gu, '不论有无需求，'],
  [/ for profit-making or illegal activities| with relevant expertise/gu, ''],
  [/of receiving the notice from the managing body/gu, 'of the end of the service'],
]

/** Names of one actor stand together; the first one is written when it takes another's place. */
const actors: readonly (readonly string[])[] = [
  ['市中心', '市知识产权公共服务中心', '北京市知识产权公共服务中心', '市级公共服务机构'],
  ['区中心', '知识产权公共服务区中心', '北京市知识产权公共服务区中心', '区级知识产权公共服务机构'],
  ['工作站'],
  ['公共服务机构', '知识产权公共服务机构'],
  ['区知识产权管理部门', '所在区的知识产权管理部门', '各区知识产权管理部门'],
  ['北京市知识产权局'],
  ['市知识产权保护中心'],
  ['国家知识产权局'],
  ['志愿服务专家', '知识产权志愿服务专家', '专家'],
  ['专家管理机构', '知识产权志愿服务专家管理机构', '管理机构'],
  ['金融服务机构', '金融机构'],
  ['专业服务机构', '知识产权信息服务机构'],
  ['社会化服务机构', '社会服务机构'],
  ['行业组织', '行业协会'],
  ['运营单位', '工作站运营单位'],
  ['所在单位'],
  ['服务对象', '创新主体'],
  ['社会公众'],
  ['workstation', 'Volunteer experts', 'Experts'],
  ['district centre', 'District centre'],
  ['city centre'],
]

const url = /https?:\/\/[^\s，。]+|[a-z0-9.-]+@[a-z0-9.-]+/g
const title = /《[^《》]*》/g
const quoted = /“[^“”]*”/g
const date =
  /\d{4}(?:[-—]\d{4})?年|\d{1,2}月(?:\d{1,2}日)?|〔\d{4}〕|第[一二三四]季度|\d{1,2} (?:September|October)|\b20\d\d\b/g
const reference = /第\d+条|附录[A-D]|Article \d+|附件\d/g
const amount =
  /\d+(?:\.\d+)?|[一二三四五六七八九十两]+(?=天|年内|家|名|成|方共建|项|种|类)|\b(?:three|thirty)\b/g

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map((match) => {
    const [found] = match
    return { start: match.index, end: match.index + found.length, found, groups: match }
  })

const spansOutside = (text: string, pattern: RegExp, closed: RegExp[]): Span[] => {
  const walls = closed.flatMap((each) => spansOf(text, each))
  return spansOf(text, pattern).filter(
    ({ start, end }) => !walls.some((wall) => start < wall.end && wall.start < end),
  )
}

const put = (text: string, { start, end }: Span, instead: string) =>
  text.slice(0, start) + instead + text.slice(end)

const fill = (instead: string, { groups }: Span) =>
  instead.replace(/\$(\d)/g, (_, group: string) => groups[Number(group)] ?? '')

/** Every occurrence of every word of a table, in each of its replacements. */
const swapWords = (text: string, table: readonly Swap[]): string[] =>
  table.flatMap(([find, ...to]) =>
    spansOutside(text, find, [url, title, quoted]).flatMap((span) =>
      to.map((instead) => put(text, span, fill(instead, span))),
    ),
  )

const digits = '0123456789'
const numerals = '一二三四五六七八九'
const words: Record<string, string[]> = { three: ['two', 'five'], thirty: ['thirteen', 'sixty'] }

function changeCharacter(found: string, { pick }: Scene): string {
  const alphabet = /\d/.test(found) ? digits : numerals
  const places = [...found].flatMap((character, at) => (alphabet.includes(character) ? [at] : []))
  const at = pick(places)
  // 两 and 十 are not in the row of numerals.
  if (at === undefined) return found === '两' ? '三' : '二十'
  const banned = at === 0 ? `0${found[at]}` : found[at]
  const instead = pick([...alphabet].filter((character) => !banned?.includes(character)))
  return found.slice(0, at) + instead + found.slice(at + 1)
}

const changeNumber = (found: string, scene: Scene) => {
  const named = words[found]
  return named ? (scene.pick(named) ?? found) : changeCharacter(found, scene)
}

function changeDate(found: string, scene: Scene): string {
  if (found.startsWith('第'))
    return found.replace(/[一二三四]/, (was) => otherOf('一二三四', was, scene))
  const parts = spansOf(found, /\d+/g)
  const part = scene.pick(parts)
  if (!part) return found
  const was = Number(part.found)
  const step = scene.pick([-3, -2, -1, 1, 2, 3]) ?? 1
  const now = was + step
  return put(found, part, String(now < 1 ? was + 1 : now))
}

const otherOf = (alphabet: string, was: string, { pick }: Scene) =>
  pick([...alphabet].filter((each) => each !== was)) ?? was

const changeReference = (found: string, scene: Scene) =>
  /[A-D]$/.test(found)
    ? found.replace(/[A-D]$/, (was) => otherOf('ABCD', was, scene))
    : found.replace(/\d+/, (was) => changeCharacter(was, scene))

const addressChanges: ((address: string) => string)[] = [
  (address) => address.replace(/\.(?:gov\.cn|cn|com|org|int|kr|jp|go)(?=\/|$)/, '.net'),
  (address) => address.replace(/([a-z])\.(?=[a-z]+(?:\/|$)|[a-z]+\.[a-z]+(?:\/|$))/, '$1$1.'),
  (address) => address.replace(/(\/\/|@)/, '$1my-'),
  (address) => address.replace(/(https?:\/\/[^/]+|@.+)/, '$1.ip-help.cn'),
]

function changeAddresses({ text, pick }: Scene): string[] {
  return spansOf(text, url).flatMap((span) => {
    const left = [...addressChanges]
    return [1, 2, 3].flatMap(() => {
      const change = pick(left)
      if (!change) return []
      left.splice(left.indexOf(change), 1)
      return [put(text, span, change(span.found))]
    })
  })
}

/** Two changes of each place that a pattern finds. */
const changeEach =
  (pattern: RegExp, closed: RegExp[], change: (found: string, scene: Scene) => string) =>
  (scene: Scene): string[] =>
    spansOutside(scene.text, pattern, closed).flatMap((span) =>
      [1, 2].map(() => put(scene.text, span, change(span.found, scene))),
    )

/** One contains the other, so that a swap may stay true. */
const institutions = ['市中心', '区中心', '工作站', '公共服务机构']
const actor = new RegExp(
  actors
    .flat()
    .sort((left, right) => right.length - left.length)
    .map((name) => `(?<!版权|商标|国家|信息|志愿|知识产权|北京)${name}`)
    .join('|'),
  'gu',
)

const isLatin = (name: string) => /[a-z]/.test(name)
const isKin = (one: string, other: string) =>
  one === other ||
  (institutions.includes(one) &&
    institutions.includes(other) &&
    [one, other].includes('公共服务机构'))

/** One stranger, and one who has another role in the same evidence: the harder mistake. */
function swapActors({ text, evidence, pick }: Scene): string[] {
  const span = pick(spansOutside(text, actor, [url, title, quoted]))
  const group = span && actors.find((names) => names.includes(span.found))
  if (!group) return []
  const others = actors.filter(
    (names) =>
      !isKin(names[0] ?? '', group[0] ?? '') && isLatin(names[0] ?? '') === isLatin(group[0] ?? ''),
  )
  const among = (words: string) => (names: readonly string[]) =>
    names.some((name) => words.includes(name))
  const absent = others.filter((names) => !among(text)(names))
  const colleagues = absent.filter(among(evidence))
  const strangers = absent.filter((names) => !among(evidence)(names))
  return [pick(colleagues), pick(strangers)].flatMap((names) =>
    names?.[0] === undefined ? [] : [put(text, span, names[0])],
  )
}

const first = (text: string, table: readonly Swap[]) => swapWords(text, table).slice(0, 1)

const rules = {
  number: {
    class: 'A',
    most: 4,
    variants: changeEach(amount, [url, date, reference, title], changeNumber),
  },
  date: { class: 'A', most: 4, variants: changeEach(date, [url], changeDate) },
  address: { class: 'A', most: 6, variants: changeAddresses },
  reference: { class: 'A', most: 2, variants: changeEach(reference, [url], changeReference) },
  unit: { class: 'A', most: 2, variants: ({ text }: Scene) => swapWords(text, units) },
  modality: { class: 'A', most: 2, variants: ({ text }: Scene) => swapWords(text, modalities) },
  denial: { class: 'B', most: 1, variants: ({ text }: Scene) => first(text, affirmations) },
  affirmation: { class: 'B', most: 2, variants: ({ text }: Scene) => swapWords(text, denials) },
  actor: { class: 'B', most: 2, variants: swapActors },
  comparator: { class: 'B', most: 2, variants: ({ text }: Scene) => swapWords(text, comparators) },
  connective: { class: 'B', most: 2, variants: ({ text }: Scene) => swapWords(text, connectives) },
  quantifier: { class: 'B', most: 2, variants: ({ text }: Scene) => swapWords(text, quantifiers) },
  quality: { class: 'B', most: 2, variants: ({ text }: Scene) => swapWords(text, qualities) },
  condition: { class: 'B', most: 2, variants: ({ text }: Scene) => swapWords(text, conditions) },
} satisfies Record<string, Rule>

const kinds = Object.keys(rules).filter((kind): kind is MutantKind => kind in rules)

/**
 * Makes from a sentence that its evidence supports sentences that it does not.
 * @param evidence texts of the cited passages, joined; an actor in it makes the harder swap
 * @param seed any integer; the same seed makes the same mutants
 */
export function mutateSentence(
  sentence: { id: string; text: string },
  evidence: string,
  seed = 1,
): Mutant[] {
  const seen = new Set([sentence.text])
  return kinds.flatMap((kind) => {
    const rule = rules[kind]
    const pick = picker(`${seed}.${sentence.id}.${kind}`)
    const texts = rule.variants({ text: sentence.text, evidence, pick }).filter((text) => {
      return !seen.has(text) && seen.add(text)
    })
    return shuffle(texts, pick)
      .slice(0, rule.most)
      .map((text, n) => ({ id: `${sentence.id}.${kind}.${n + 1}`, class: rule.class, kind, text }))
  })
}

function shuffle(texts: string[], pick: Scene['pick']): string[] {
  const left = [...texts]
  return texts.flatMap(() => {
    const text = pick(left)
    return text === undefined ? [] : left.splice(left.indexOf(text), 1)
  })
}

/** A choice that depends on nothing but its key: a linear congruential row from an FNV-1a hash. */
function picker(key: string): Scene['pick'] {
  let state = [...key].reduce(
    (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193),
    0x811c9dc5,
  )
  return (list) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return list[Math.floor((state / 2 ** 32) * list.length)]
  }
}

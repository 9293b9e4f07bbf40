import { type IndexEntry, listEntries, numberPassages } from '../../src/knowledge/index-entries.ts'
import type { Passage } from '../../src/knowledge/passage.ts'
import type { Knowledge } from '../../src/knowledge/read-knowledge.ts'
import { questionsByAddress } from '../../src/knowledge/records.ts'
import type { Embedder } from '../../src/models/embedder.ts'
import { type Random, randomFrom } from '../simulation/random.ts'

/** What a made passage is made of: a real one with its vector, and words put before it with theirs. */
export type Material = {
  bases: Base[]
  slots: Record<keyof typeof SLOTS, { word: string; direction: Float64Array }[]>
  noise: Float64Array[]
}

type Base = { passage: Passage; entry: IndexEntry; vector: Float64Array; questions: string[] }

export type MadePassage = { base: Base; text: string; firm: string; place: string; goods: string }

const words = (text: string): string[] => text.split(' ')

const SLOTS = {
  place: words(
    '五棵松 望京 上地 酒仙桥 亦庄 回龙观 通州运河 石龙 雁栖湖 平谷马坊 密云水库 延庆康庄 大兴黄村 丰台科技园 首钢园 门头沟永定 房山窦店 顺义空港 昌平南口 西二旗 三里屯 国贸 金融街 牡丹园 五道口 马连洼 苏家坨 长辛店 青龙湖 庞各庄 采育 旧宫 马驹桥 张家湾 宋庄 北小营 杨镇 怀柔北房 十里堡 太阳宫',
  ),
  matter: words(
    '石墨烯 碳纤维 硅基 陶瓷 钛合金 纳米银 聚酰亚胺 稀土 氮化镓 蓝宝石 竹纤维 玄武岩 木质素 海藻酸 胶原蛋白 石英 气凝胶 液态金属 导电墨 生物炭 镁合金 硼硅 纤维素 磷酸铁锂 钙钛矿 碳化硅 橡胶 丝素 蜂蜡 沸石',
  ),
  product: words(
    '滤芯 机械臂 支架 传感器 涂层 隔膜 轴承 电池壳 导管 显示屏 针织布 阀门 芯片 减震器 天线 缝合线 面料 保温板 刀具 透镜 火花塞 密封圈 键合线 齿轮 人工骨 印章 唇膏 灯具 餐盒 风叶',
  ),
}
/** Names of firms are coined of two of these; like most names they mean nothing to the model. */
const NAME_CHARACTERS = Array.from(
  '安邦宝碧昌辰诚川德鼎东敦飞丰福港冠光广国海汉航豪禾恒弘宏华欢辉汇慧吉佳嘉建江金锦京景九聚君凯康科坤兰乐力立利联良林龙隆鲁迈茂美明铭南宁鹏普启千强勤青庆仁荣锐瑞润森山尚申生胜盛石顺硕松泰腾天通同万望威维伟文沃西祥翔新鑫信星雄旭迅雅亚燕阳耀业一亿易益银英永优友宇元远云泽展长振正志中忠众舟卓子紫',
)

/** How far the words before a text move its vector, and how far chance does; lengths beside a real vector of 1. */
const SLOT_LENGTH = 0.6
const NOISE_LENGTH = 0.2
const NOISE_DIMENSIONS = 24

/** @throws where the embedder is of another length than the packaged vectors */
export async function gatherMaterial(
  knowledge: Knowledge,
  { embeddings }: Embedder,
): Promise<Material> {
  const passages = numberPassages(knowledge.passages)
  const entries = listEntries(passages, questionsByAddress(knowledge))
  const plain = entries.filter(({ source }) => source === 'text' || source === 'item')
  const vectors = await embeddings.embedDocuments(plain.map(({ text }) => text))
  const asked = entries.filter(({ source }) => source === 'question')
  const bases = plain.map((entry, at) => {
    const passage = passages[at]
    if (!passage) throw new Error('an entry without its passage')
    const questions = asked
      .filter(({ passageId, about }) => passageId === entry.passageId && sharesOne(about, entry))
      .map(({ text }) => text)
    return { passage, entry, vector: Float64Array.from(vectors[at] ?? []), questions }
  })
  const directions = await Promise.all(
    Object.entries(SLOTS).map(async ([slot, all]) => {
      const embedded = (await embeddings.embedDocuments(all)).map((v) => Float64Array.from(v))
      const centre = meanOf(embedded)
      const directed = all.map((word, at) => ({
        word,
        direction: unit(sum([embedded[at] ?? centre, 1], [centre, -1])),
      }))
      return [slot, directed] as const
    }),
  )
  return { bases, slots: slotsOf(directions), noise: noiseOf(bases.map(({ vector }) => vector)) }
}

const sharesOne = (about: string[], entry: IndexEntry) =>
  about.some((locator) => entry.about.includes(locator))

type Directed = Material['slots'][keyof typeof SLOTS]

function slotsOf(directions: (readonly [string, Directed])[]): Material['slots'] {
  const found = new Map(directions)
  const of = (slot: keyof typeof SLOTS) => found.get(slot) ?? []
  return { place: of('place'), matter: of('matter'), product: of('product') }
}

/** Differences of real vectors: chance moves vectors only where real ones differ. */
function noiseOf(vectors: Float64Array[]): Float64Array[] {
  const random = randomFrom(NOISE_DIMENSIONS)
  const any = () => chosen(random, vectors)
  return Array.from({ length: NOISE_DIMENSIONS }, () => unit(sum([any(), 1], [any(), -1])))
}

function sum(...parts: [vector: Float64Array, factor: number][]): Float64Array {
  const total = new Float64Array(parts[0]?.[0].length ?? 0)
  for (const [vector, factor] of parts) {
    for (let at = 0; at < total.length; at += 1) {
      total[at] = (total[at] ?? 0) + (vector[at] ?? 0) * factor
    }
  }
  return total
}

const meanOf = (vectors: Float64Array[]): Float64Array =>
  sum(...vectors.map((vector): [Float64Array, number] => [vector, 1 / vectors.length]))

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(vector.reduce((total, value) => total + value * value, 0)) || 1
  return vector.map((value) => value / length)
}

function chosen<T>(random: Random, all: readonly T[]): T {
  const found = all[Math.floor(random() * all.length)]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

type Choice = { made: MadePassage; directions: Float64Array[]; random: Random }

/** The same passage for the same number, always. */
function choose({ bases, slots }: Material, number: number): Choice {
  const random = randomFrom(number + 1)
  const base = chosen(random, bases)
  const place = chosen(random, slots.place)
  const matter = chosen(random, slots.matter)
  const product = chosen(random, slots.product)
  const letter = () => chosen(random, NAME_CHARACTERS)
  const firm = `${letter()}${letter()}公司`
  const goods = `${matter.word}${product.word}`
  const text = `${place.word}${firm}，做${goods}。${base.entry.text}`
  const directions = [place.direction, matter.direction, product.direction]
  return { made: { base, text, firm, place: place.word, goods }, directions, random }
}

export const makePassage = (material: Material, number: number): MadePassage =>
  choose(material, number).made

/** Its vector, of length 1: the real one, moved towards its words and a little by chance. */
export function makeVector(material: Material, number: number): Float64Array {
  const { made, directions, random } = choose(material, number)
  const slotShare = SLOT_LENGTH / Math.sqrt(directions.length)
  const noiseShare = (NOISE_LENGTH / Math.sqrt(NOISE_DIMENSIONS)) * Math.sqrt(3)
  return unit(
    sum(
      [made.base.vector, 1],
      ...directions.map((direction): [Float64Array, number] => [direction, slotShare]),
      ...material.noise.map((way): [Float64Array, number] => [
        way,
        noiseShare * (random() * 2 - 1),
      ]),
    ),
  )
}

/** One question names what the passage is about, the next one the firm; undefined where nobody asks about its base. */
export function makeQuestion(material: Material, number: number): string | undefined {
  const { base, firm, place, goods } = makePassage(material, number)
  if (base.questions.length === 0) return undefined
  const question = chosen(randomFrom(-number - 1), base.questions)
  return number % 2 === 0 ? `${place}做${goods}的企业：${question}` : `${place}${firm}：${question}`
}

/** How near the made vectors are to those of the model: cosines of the first passages. */
export async function compareWithModel(
  material: Material,
  { embeddings }: Embedder,
  count: number,
): Promise<number[]> {
  const numbers = Array.from({ length: count }, (_, at) => at)
  const real = await embeddings.embedDocuments(numbers.map((n) => makePassage(material, n).text))
  return numbers.map((number, at) =>
    makeVector(material, number).reduce((total, v, i) => total + v * (real[at]?.[i] ?? 0), 0),
  )
}

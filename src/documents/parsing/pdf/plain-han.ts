/**
 * Radicals that look like a character (Unicode, EquivalentUnifiedIdeograph), of those that fonts for simplified
 * Chinese draw with one glyph: a PDF may then name the radical where the character was meant.
 */
const PAIRS =
  '⺁厂⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻌辶⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⼾户'

const characters = [...PAIRS]
const byRadical = new Map(
  characters.flatMap((radical, at) => {
    const character = characters[at + 1]
    return at % 2 === 0 && character !== undefined ? [[radical, character] as const] : []
  }),
)

/** What looks the same shall be the same: radicals and compatibility forms become the usual characters. */
export const plain = (text: string): string =>
  text.replace(
    /[\u2E80-\u2FDF\uF900-\uFAFF]/g,
    (radical) => byRadical.get(radical) ?? radical.normalize('NFKC'),
  )

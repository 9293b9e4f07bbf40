/**
 * Characters that show nothing or reorder what is shown: controls but tab and line feed, format
 * characters (zero width, bidirectional, tags), variation selectors, fillers.
 */
const HIDDEN =
  /[^\P{Cc}\t\n]|\p{Cf}|\p{Variation_Selector}|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u3164|\uFFA0/gu

/** Removes control, hidden and reordering characters and joins `\r\n`. */
export function stripHidden(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(HIDDEN, '')
}

/** One form for comparing: NFKC (full width → half width), lower case. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

const HAN = /\p{Script=Han}/u
/** A run of Han, or a word of other letters: `PCT申请` is two. */
const WORDS =
  /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])(?:(?!\p{Script=Han})[\p{L}\p{N}.+#-])*/gu

/** Terms of a text: bigrams of Han runs, whole words of other scripts. In order, with repetitions. */
export function terms(text: string): string[] {
  const found: string[] = []
  for (const [run] of fold(text).matchAll(WORDS)) {
    if (!HAN.test(run)) found.push(run.replace(/[.+-]+$/u, ''))
    else for (const pair of bigrams(run)) found.push(pair)
  }
  return found
}

/** By characters, not code units: rare Han take two. */
function bigrams(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`)
}

/** Share of Han among letters: decides the language of an answer. */
export function languageOf(text: string): 'zh' | 'en' {
  let han = 0
  let words = 0
  for (const [run] of fold(text).matchAll(WORDS)) {
    if (HAN.test(run)) han += run.length
    else if (/\p{L}/u.test(run)) words += 1
  }
  return words > 0 && han * 2 < words ? 'en' : 'zh'
}

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
const WORDS = /\p{Script=Han}+|[\p{L}\p{N}][\p{L}\p{N}.+#-]*/gu

/** Terms of a text: bigrams of Han runs, whole words of other scripts. In order, with repetitions. */
export function terms(text: string): string[] {
  const found: string[] = []
  for (const [run] of fold(text).matchAll(WORDS)) {
    if (!HAN.test(run)) found.push(run.replace(/[.+-]+$/u, ''))
    else if (run.length === 1) found.push(run)
    else for (let at = 0; at + 2 <= run.length; at += 1) found.push(run.slice(at, at + 2))
  }
  return found
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

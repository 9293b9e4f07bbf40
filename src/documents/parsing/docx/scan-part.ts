import { walkXml } from './read-xml.ts'

export type Scanned = { said: string[]; apart: string[] }

/** Attributes that hold words: of watermarks, pictures, text boxes. */
const WORDED = ['string', 'descr', 'title', 'alt']

/**
 * Every text of a part, shown or not, whatever the part is for: paragraph by paragraph, outside of
 * paragraphs element by element, and the words of attributes.
 */
export function scanPart(bytes: Uint8Array, meter: (text: string) => void): Scanned {
  const scanned: Scanned = { said: [], apart: [] }
  let text = ''
  let paragraphs = 0
  const flush = () => {
    if (text.trim() !== '') {
      meter(text)
      scanned.said.push(text.trim())
    }
    text = ''
  }
  walkXml(bytes, {
    open: (name, attributes) => {
      if (name === 'p') paragraphs += 1
      for (const key of WORDED) {
        const words = attributes[key]?.trim()
        if (!words) continue
        meter(words)
        scanned.apart.push(words.slice(0, 1_000))
      }
    },
    text: (more) => {
      text += more
    },
    close: (name) => {
      if (name === 'p') paragraphs -= 1
      if (name === 'p' || paragraphs === 0) flush()
    },
  })
  return scanned
}

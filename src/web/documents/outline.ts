import type { Passage } from '../shared/documents.ts'

export type Heading = { level: number; text: string; id: string }

/** A unit with the headings that begin right above it. */
export type Part = { headings: Heading[]; unit: Passage }

/**
 * Units in order, each heading once where it begins. The title of the document stands on top of the page,
 * and a heading that the unit itself begins with is not said twice.
 */
export function outlineOf(title: string, passages: Passage[]): Part[] {
  let before: string[] = []
  return passages
    .filter((passage) => passage.locator === passage.unit)
    .map((unit) => {
      const path = unit.path.filter(
        (text, level) => !(level === 0 && text === title) && !unit.text.startsWith(text),
      )
      const same = path.findIndex((text, level) => text !== before[level])
      const from = same === -1 ? path.length : same
      before = path
      const headings = path.slice(from).map((text, index) => ({
        level: from + index,
        text,
        id: `${unit.locator}-heading-${from + index}`,
      }))
      return { headings, unit }
    })
}

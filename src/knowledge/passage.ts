export const passageKinds = [
  'preface',
  'notice',
  'section',
  'point',
  'goal',
  'article',
  'term',
  'service',
  'platform',
  'course',
  'district',
  'item',
] as const

export type PassageKind = (typeof passageKinds)[number]

/** A unit of a document, or one paragraph or list item nested in it (`kind: 'item'`). */
export type Passage = {
  document: string
  /** Stable address, unique in its document: `art7`, `art7(2)`, `basic.3(c)`, `annexA.12`. */
  locator: string
  /** Locator of the unit that holds this passage; its own for a unit. */
  unit: string
  /** Headings from the top in their official wording; the title of the document comes first. */
  path: string[]
  kind: PassageKind
  /** Exactly `body.slice(start, end)`; offsets are UTF-16 units. */
  text: string
  start: number
  end: number
}

import type { entrySources } from '../db/schema/index.ts'
import type { Passage } from './passage.ts'

/** What people ask, by unit: `document#locator` → questions. */
export type AskedQuestions = Map<string, { text: string; about?: string[] | undefined }[]>

export type IndexEntry = {
  passageId: number
  source: (typeof entrySources)[number]
  /** The passages it leads to: the unit, or passages nested in it. */
  about: string[]
  /** What is embedded and weighed. */
  text: string
}

export type NumberedPassage = Passage & { id: number }

/** `service-spec#basic.3` → its two halves. */
export function parseAddress(address: string): { document: string; locator: string } {
  const [document = '', locator = ''] = address.split('#')
  return { document, locator }
}

export const addressOf = ({ document, locator }: { document: string; locator: string }) =>
  `${document}#${locator}`

/** Numbers all passages; nested ones are rows too, but only units are found. */
export function numberPassages(passages: Passage[]): NumberedPassage[] {
  return passages.map((passage, at) => ({ ...passage, id: at + 1 }))
}

/** Every way to find a unit: its own text, each nested passage, each question asked or generated of it. */
export function listEntries(
  passages: NumberedPassage[],
  questions: AskedQuestions,
  generated: AskedQuestions = new Map(),
): IndexEntry[] {
  const unitIds = new Map(
    passages
      .filter(({ locator, unit }) => locator === unit)
      .map((unit) => [addressOf(unit), unit.id]),
  )
  const ofPassages = passages.map((passage): IndexEntry => {
    const isUnit = passage.locator === passage.unit
    const { document, unit } = passage
    return {
      passageId: unitIds.get(addressOf({ document, locator: unit })) ?? passage.id,
      source: isUnit ? 'text' : 'item',
      about: [passage.locator],
      text: `${headingOf(passage)}\n${passage.text}`,
    }
  })
  const ofQuestions = (source: 'question' | 'generated', all: AskedQuestions) =>
    [...all].flatMap(([address, asked]) => {
      const passageId = unitIds.get(address)
      if (passageId === undefined) return []
      const { locator } = parseAddress(address)
      return asked.map(({ text, about = [locator] }): IndexEntry => ({
        passageId,
        source,
        about,
        text,
      }))
    })
  return [
    ...ofPassages,
    ...ofQuestions('question', questions),
    ...ofQuestions('generated', generated),
  ]
}

/** The two innermost headings say what a passage is about; the title of a document says little. */
function headingOf({ path }: Passage): string {
  return path.slice(1).slice(-2).join(' ')
}

import type { Lexicon } from '../../knowledge/schemas.ts'
import { fold } from '../../shared/text.ts'
import { mentions } from '../../knowledge/normalise-question.ts'

/** Districts that the question names, itself or by a place in it, in the order of their naming. */
export function findDistricts(question: string, lexicon: Lexicon): string[] {
  const folded = fold(question)
  const found = Object.entries(lexicon.places).flatMap(([district, places]) => {
    const positions = [district, ...places]
      .map(fold)
      .filter((place) => mentions(folded, place))
      .map((place) => folded.indexOf(place))
    return positions.length > 0 ? [{ district, at: Math.min(...positions) }] : []
  })
  return found.sort((left, right) => left.at - right.at).map(({ district }) => district)
}

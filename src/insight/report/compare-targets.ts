import type { Sources, Wanted } from './compute-report.ts'
import type { Figure, Target } from './content.ts'

type Named = Sources['texts']['targets'][number]

/**
 * What the sources want to be reached, beside what the period brought. A target belongs to a period of its own, so
 * nothing is subtracted; which is which is said.
 */
export function compareTargets(
  { texts, trainingTargets }: Sources,
  wanted: Wanted,
  figures: readonly Figure[],
): Target[] {
  const ofTraining = trainingTargets.flatMap(({ sessions, people, ...rest }): Named[] => [
    target(texts, 'training.sessions', { ...rest, value: sessions }),
    target(texts, 'training.people', { ...rest, value: people }),
  ])
  return [...texts.targets, ...ofTraining].map((each) => {
    const { title, unit, kind, value, figure, clause, from, to } = each
    const result = figures.find(({ id }) => id === figure || id === openIdOf(figure))
    return {
      title,
      target: `${texts.targetKinds[kind]} ${value} ${unit}`,
      clause,
      from,
      to,
      result: result?.now.value ?? null,
      unit,
      note: noteOf(texts, wanted, each),
    }
  })
}

const target = (
  { figures }: Sources['texts'],
  figure: string,
  rest: Pick<Named, 'value' | 'clause' | 'from' | 'to'>,
): Named => {
  const { title = figure, unit = '' } = figures[figure] ?? {}
  return { ...rest, figure, title, unit, kind: 'above' }
}

/** The open version has sums of its own for what the inner one counts. */
const openIdOf = (figure: string | undefined) =>
  figure === 'consultations.total' ? 'open.consultations' : undefined

function noteOf(
  { words }: Sources['texts'],
  { period, organisation }: Wanted,
  { figure, from, to }: Named,
): string {
  if (figure === undefined) return words.unknownResult
  const [first, last] = [`${from}-01-01`, `${to}-12-31`]
  const notes = [words.otherPeriod]
  if (first <= period.from && period.to <= last) notes[0] = words.samePeriod
  if (first === period.from && period.to === last) notes[0] = words.wholePeriod
  if (organisation.level !== 'city') notes.push(words.cityTarget)
  return notes.join('；')
}

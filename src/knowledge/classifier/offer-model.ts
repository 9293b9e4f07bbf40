import { z } from 'zod'
import {
  type Features,
  type Row,
  packWeights,
  PackedWeights,
  scoreLabels,
  trainLinear,
  unpackWeights,
} from './linear-model.ts'
import { SolicitationRoles } from '../solicitation-roles.ts'
import { roleGrams } from './role-grams.ts'
import { type GramsOf, measureRarities, textFeatures, wordGrams } from './text-features.ts'

/** Two linear models that tell an offer from an answer: by words and roles, and by them with the embedding. */
export const OfferModel = z.object({
  words: PackedWeights,
  rarities: PackedWeights,
  /** Null in an index that was built before there were any. */
  roles: z.object({ words: SolicitationRoles, rarities: PackedWeights }).nullable().default(null),
  /** Null for an index of words only. */
  joint: PackedWeights.nullable(),
})
export type OfferModel = z.infer<typeof OfferModel>

export type OfferExample = { form: string; held: boolean }

/** Places of n-grams: with fewer, offers and answers share too many (measured, docs/solicitation.md). */
const PLACES = 1 << 17
const ROLE_PLACES = 1 << 15
/** How much the roles and the embedding count beside the n-grams, each of length 1. */
const ROLES_SHARE = 0.8
const MEANING_SHARE = 0.7
const LABELS = 2
const TRAINING = { labels: LABELS, epochs: 10, freedom: 10 }

/** What a model is trained with: `vectorOf` gives the embedding of a form, undefined for an index of words only. */
export type OfferTraining = {
  roles: SolicitationRoles
  vectorOf: ((form: string) => readonly number[]) | undefined
}

/** Deterministic: the same examples and roles give the same weights. */
export async function trainOffers(
  examples: OfferExample[],
  { roles, vectorOf }: OfferTraining,
): Promise<OfferModel> {
  const forms = examples.map(({ form }) => form)
  const gramsOf = roleGrams(roles)
  const rarities = measureRarities(forms, { size: PLACES, gramsOf: wordGrams })
  const roleRarities = measureRarities(forms, { size: ROLE_PLACES, gramsOf })
  const read = readerOf([
    { share: 1, rarities, gramsOf: wordGrams },
    { share: ROLES_SHARE, rarities: roleRarities, gramsOf },
  ])
  const rows = examples.map(({ form, held }) => ({ form, label: held ? 1 : 0, ...read(form) }))
  const train = async (given: Row[], size: number) =>
    packWeights(towardsHeld(await trainLinear(given, { ...TRAINING, size })))
  const places = PLACES + ROLE_PLACES
  const first = examples[0]
  const dimensions = first && vectorOf ? vectorOf(first.form).length : 0
  return {
    words: await train(rows, places),
    rarities: packWeights(rarities),
    roles: { words: roles, rarities: packWeights(roleRarities) },
    joint: vectorOf
      ? await train(
          rows.map(({ form, label, ...words }) => {
            return { label, ...join(words, { from: places, embedding: vectorOf(form) }) }
          }),
          places + dimensions,
        )
      : null,
  }
}

/** Of two labels the difference says all. */
const towardsHeld = (weights: Float32Array) =>
  Float32Array.from(
    { length: weights.length / LABELS },
    (_, at) => (weights[at * LABELS + 1] ?? 0) - (weights[at * LABELS] ?? 0),
  )

/** Log-odds that words of this form offer something, 0 where it is even; without an embedding by words alone. */
export type OfferOdds = (form: string, embedding: readonly number[] | undefined) => number

export function openOffers({ words, rarities, roles, joint }: OfferModel): OfferOdds {
  const wordWeights = unpackWeights(words)
  const jointWeights = joint && unpackWeights(joint)
  const views = [{ share: 1, rarities: unpackRarities(rarities), gramsOf: wordGrams }]
  if (roles) {
    views.push({
      share: ROLES_SHARE,
      rarities: unpackRarities(roles.rarities),
      gramsOf: roleGrams(roles.words),
    })
  }
  const read = readerOf(views)
  return (form, embedding) => {
    if (!embedding || !joint || !jointWeights) return oddsOf(read(form), wordWeights, words.scale)
    const from = wordWeights.length
    return oddsOf(join(read(form), { from, embedding }), jointWeights, joint.scale)
  }
}

const oddsOf = (features: Features, weights: Int8Array, scale: number) =>
  (scoreLabels(features, weights, 1)[0] ?? 0) * scale

const unpackRarities = (rarities: PackedWeights) =>
  Float32Array.from(unpackWeights(rarities), (each) => each * rarities.scale)

type View = { share: number; rarities: Float32Array; gramsOf: GramsOf }

/** Features of a form in each of the views, the places of one behind those of the other. */
function readerOf(views: readonly View[]): (form: string) => Features {
  return (form) => {
    const places: number[] = []
    const values: number[] = []
    let from = 0
    for (const { share, rarities, gramsOf } of views) {
      const found = textFeatures(form, rarities, gramsOf)
      for (const place of found.places) places.push(from + place)
      for (const value of found.values) values.push(share * value)
      from += rarities.length
    }
    return { places: Uint32Array.from(places), values: Float32Array.from(values) }
  }
}

/** The embedding behind all other places. */
function join(
  { places, values }: Features,
  { from, embedding }: { from: number; embedding: readonly number[] },
): Features {
  return {
    places: Uint32Array.from([...places, ...embedding.map((_, at) => from + at)]),
    values: Float32Array.from([...values, ...embedding.map((each) => each * MEANING_SHARE)]),
  }
}

import { z } from 'zod'

const Words = z.strictObject({
  zh: z.string().trim().min(1).max(200),
  en: z.string().trim().min(1).max(200),
})
const Id = z.string().regex(/^[a-z_]{1,30}$/)
const Clause = z.string().regex(/^[a-z0-9-]+#[A-Za-z0-9.()]+$/)
const Size = z.int().min(0).max(200)
const Percent = z.int().min(1).max(100)

const hasTwice = (names: readonly (string | number)[]) => new Set(names).size < names.length

/** `review.yml`: by what 内部评价 is done, how much is drawn, and what the points mean. */
export const ReviewRubric = z
  .strictObject({
    version: z.int().min(1),
    /** How many are drawn in a month, by the level of the organisation. */
    sizes: z.strictObject({ city: Size, district: Size, station: Size }),
    /** From how many points of 100 a result is good, or fair. */
    levels: z.strictObject({ good: Percent, fair: Percent }),
    scale: z
      .array(z.strictObject({ value: z.int().min(0).max(10), title: Words }))
      .min(2)
      .max(11),
    criteria: z
      .array(
        z.strictObject({
          id: Id,
          weight: z.int().min(1).max(10),
          title: Words,
          meaning: Words,
          clause: Clause,
        }),
      )
      .min(1)
      .max(20),
    /** One of them makes a result poor. */
    faults: z.array(z.strictObject({ id: Id, title: Words, clause: Clause })).max(20),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value })
    const { criteria, faults, levels, scale } = value
    if (hasTwice([...criteria, ...faults].map(({ id }) => id)))
      refuse(['criteria'], 'an id stands twice')
    if (hasTwice(scale.map((step) => step.value))) refuse(['scale'], 'a value stands twice')
    if (levels.fair > levels.good) refuse(['levels'], 'fair is above good')
  })
export type ReviewRubric = z.infer<typeof ReviewRubric>

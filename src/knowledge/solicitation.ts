import { z } from 'zod'

const Text = z.string().trim().min(1)
const Words = z.array(Text).min(1)
const Share = z.number().min(0).max(1)
const Phrases = z
  .array(
    z.union([
      Text,
      z.strictObject({ phrase: Text, not_before: Text.optional(), not_after: Text.optional() }),
    ]),
  )
  .min(1)

/** The words by which replies are checked before they go out (`experts/check-solicitation.ts`). */
export const Solicitation = z
  .strictObject({
    traditional: Text,
    simplified: Text,
    contact: z.strictObject({
      apps: Words,
      short_apps: Words,
      actions: Words,
      phrases: Phrases,
      codes: Words,
      public_codes: Words,
      public_phones: Words,
      public_hosts: Words,
    }),
    own: z.strictObject({ firm: Phrases }),
    offers: z.strictObject({ acts: Words, services: Words, phrases: Phrases }),
    fees: z.strictObject({
      phrases: Phrases,
      names: Words,
      paid: Words,
      own: Words,
      wares: Words,
      official: Words,
      offering: Words,
    }),
    firms: z.strictObject({
      kinds: Words,
      parts: Words,
      forms: Words,
      generic: Words,
      opposing: Words,
      recommending: Words,
      referring: Words,
    }),
    self: z.strictObject({
      persons: Words,
      not_after: Words,
      not_before: Text,
      fillers: Words,
      acts: Words,
      matters: Words,
      deeds: Words,
      on: Words,
      views: Words,
      english_trade: Words,
      refusals: Words,
      passes_on: Words,
      trade: Words,
      things: Words,
      before: Words,
      with_public: Words,
      english_persons: Words,
      english_acts: Words,
    }),
    frames: z.strictObject({
      for_you: Words,
      doers: Words,
      praised: Words,
      praise: Words,
      finding: Words,
      brands: Words,
      follow: Words,
      elsewhere: Words,
      fee_names: Words,
      deals: Words,
      promises: Words,
    }),
    gifts: z.strictObject({ phrases: Phrases, things: Words }),
    negations: Words,
    warnings: Words,
    others: Words,
    public_bodies: Words,
    likely: z.strictObject({ alone: Share, listed: Share }),
  })
  .refine(({ traditional, simplified }) => traditional.length === simplified.length, {
    error: 'needs one character for each of traditional',
    path: ['simplified'],
  })
export type Solicitation = z.infer<typeof Solicitation>

type Characters = Pick<Solicitation, 'traditional' | 'simplified'>

/** Of each knowledge once: every sentence of a reply asks for them. */
const known = new WeakMap<Characters, Map<string, string>>()

/** The simplified character of each traditional one that the words know. */
export function simplifiedForms(words: Characters): Map<string, string> {
  const forms =
    known.get(words) ??
    new Map([...words.traditional].map((each, at) => [each, words.simplified.charAt(at)]))
  known.set(words, forms)
  return forms
}

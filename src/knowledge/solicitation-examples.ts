import { z } from 'zod'
import { offerForm } from './classifier/offer-form.ts'
import type { OfferExample } from './classifier/offer-model.ts'
import type { Solicitation } from './solicitation.ts'
import { splitReply } from './split-reply.ts'

const Texts = z.array(z.string().trim().min(1)).min(1)

/** Replies that solicit and replies that do not, by who wrote them and when: what the offer model learns from. */
export const SolicitationExamples = z
  .array(z.strictObject({ set: z.string().trim().min(1), held: Texts, passed: Texts }))
  .min(1)
  .superRefine((sets, context) => {
    const seen = new Set<string>()
    for (const [at, { held, passed }] of sets.entries()) {
      for (const text of [...held, ...passed]) {
        if (seen.has(text)) {
          context.addIssue({ code: 'custom', path: [at], message: `twice: ${text}` })
        }
        seen.add(text)
      }
    }
  })
export type SolicitationExamples = z.infer<typeof SolicitationExamples>

/** A reply may solicit in one sentence of several; of one that does not, no sentence does. */
export function listOfferExamples(
  examples: SolicitationExamples,
  words: Solicitation,
): OfferExample[] {
  const held = examples.flatMap((set) => set.held)
  const passed = examples.flatMap((set) => set.passed)
  const sentences = passed.flatMap((text) =>
    splitReply(text).map(({ start, end }) => text.slice(start, end)),
  )
  const toExample = (isHeld: boolean) => (text: string) => ({
    form: offerForm(text, words),
    held: isHeld,
  })
  return [
    ...held.map(toExample(true)),
    ...[...new Set([...passed, ...sentences])].map(toExample(false)),
  ]
}

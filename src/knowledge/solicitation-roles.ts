import { z } from 'zod'

const Phrases = z.array(z.string().trim().min(1).toLowerCase()).min(1)

/** Words by the part that they play in an offer or an answer: who, for whom, what, and what comes next. */
export const SolicitationRoles = z
  .record(z.string().regex(/^[a-z_]+$/), Phrases)
  .superRefine((roles, context) => {
    const seen = new Set<string>()
    for (const [role, phrases] of Object.entries(roles)) {
      for (const phrase of phrases) {
        if (seen.has(phrase)) {
          context.addIssue({ code: 'custom', path: [role], message: `twice: ${phrase}` })
        }
        seen.add(phrase)
      }
    }
  })
export type SolicitationRoles = z.infer<typeof SolicitationRoles>

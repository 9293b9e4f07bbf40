import { z } from 'zod'

const Text = z.string().trim().min(1)
const InTwoLanguages = z.strictObject({ zh: Text.max(2_000), en: Text.max(2_000) })

/** `reply-templates.yml`: paragraphs that staff put into their replies. */
export const ReplyTemplates = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z_]{1,40}$/),
      title: z.strictObject({ zh: Text.max(20), en: Text.max(40) }),
      text: InTwoLanguages,
    }),
  )
  .max(50)
  .check(({ value, issues }) => {
    const seen = new Set<string>()
    for (const [at, { id }] of value.entries()) {
      if (seen.has(id)) {
        issues.push({ code: 'custom', message: `${id} stands twice`, path: [at, 'id'], input: id })
      }
      seen.add(id)
    }
  })
export type ReplyTemplates = z.infer<typeof ReplyTemplates>

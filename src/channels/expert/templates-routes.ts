import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { preferredLanguage } from '../../http/texts.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'

const TemplateList = z.object({
  templates: z.array(z.object({ id: z.string(), title: z.string(), text: z.string() })),
})

export const templateRoutes = new Hono<AppEnv>().get(
  '/',
  describe({ summary: 'Paragraphs to put into replies', body: TemplateList, staff: true }),
  requireAccount('expert'),
  async (c) => {
    const { replyTemplates } = await loadKnowledge(c.get('deps'))
    const language = preferredLanguage(c.req.header('accept-language'))
    const templates = replyTemplates.map(({ id, title, text }) => {
      return { id, title: title[language], text: text[language] }
    })
    return c.json({ templates })
  },
)

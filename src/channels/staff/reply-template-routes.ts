import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { ReplyTemplates } from '../../knowledge/reply-templates.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'

const TemplatesBody = z.object({ templates: ReplyTemplates })

export const replyTemplateRoutes = new Hono<AppEnv>().get(
  '/',
  describe({ summary: 'Paragraphs for replies', body: TemplatesBody, staff: true }),
  requireAccount('administrator', 'staff'),
  async (c) => {
    const { replyTemplates } = await loadKnowledge(c.get('deps'))
    return c.json({ templates: replyTemplates })
  },
)

import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBody } from '../../http/limit-body.ts'
import { requireAsker } from '../../http/require-asker.ts'
import { validate } from '../../http/validate.ts'
import { correctContact } from '../../rights/correct-contact.ts'
import { eraseAsker } from '../../rights/erase-asker.ts'
import { exportAsker } from '../../rights/export-asker.ts'
import { ContactInput, Corrected, Erased, Export } from './me-schemas.ts'

/** What an asker may ask of their own data (个人信息保护法 45–47). */
export const meRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'Everything that is kept about the asker', body: Export, asker: true }),
    requireAsker,
    async (c) => {
      const exported = await exportAsker(c.get('deps'), c.get('asker').id)
      return c.json(exported, 200, {
        'content-disposition': 'attachment; filename="zhiwen-me.json"',
      })
    },
  )
  .patch(
    '/contact',
    describe({
      summary: 'Corrects the contact data of the cases under way',
      body: Corrected,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('json', ContactInput),
    async (c) => {
      const { id } = c.get('asker')
      return c.json(await correctContact(c.get('deps'), id, c.req.valid('json')))
    },
  )
  .delete(
    '/',
    describe({
      summary: 'Erases the asker: open cases are withdrawn, the token is good for nothing',
      body: Erased,
      asker: true,
    }),
    requireAsker,
    async (c) => c.json(await eraseAsker(c.get('deps'), c.get('asker').id)),
  )

import { createMiddleware } from 'hono/factory'
import { requirePasswords } from '../../accounts/require-passwords.ts'
import type { AppEnv } from '../../http/app-env.ts'

/** Nothing behind a session cookie is there on Workers: accounts live on Node (DESIGN §5). */
export const onNodeOnly = createMiddleware<AppEnv>(async (c, next) => {
  requirePasswords(c.get('deps'))
  await next()
})

import { createMiddleware } from 'hono/factory'
import { requirePasswords } from '../../accounts/require-passwords.ts'
import type { AppEnv } from '../../http/app-env.ts'
import type { StaffEnv } from '../../http/require-account.ts'
import { isOfCity } from '../../organisations/consultation-scope.ts'
import { AppError } from '../../shared/errors.ts'

/** Nothing behind a session cookie is there on Workers: accounts live on Node (DESIGN §5). */
export const onNodeOnly = createMiddleware<AppEnv>(async (c, next) => {
  requirePasswords(c.get('deps'))
  await next()
})

/** After `requireAccount`: what holds for the whole service is not for the administrators of one district. */
export const requireCity = createMiddleware<StaffEnv>(async (c, next) => {
  if (!(await isOfCity(c.get('deps').db, c.get('account')))) {
    throw new AppError('forbidden', 'role_insufficient')
  }
  await next()
})

/** The same for one thing of the city: below it, there is no such thing. @param unknown says so */
export const hideBelowCity = (unknown: string) =>
  createMiddleware<StaffEnv>(async (c, next) => {
    if (!(await isOfCity(c.get('deps').db, c.get('account')))) {
      throw new AppError('not_found', unknown)
    }
    await next()
  })

import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { refuseForeignOrigin } from '../../http/require-account.ts'
import { limitBody } from '../../http/limit-body.ts'
import { onNodeOnly } from '../staff/guards.ts'
import { meRoutes } from './me-routes.ts'
import { templateRoutes } from './templates-routes.ts'
import { expertTicketRoutes } from './tickets-routes.ts'

/** What an expert does; behind the same session cookie as staff. */
export const expertRoutes = new Hono<AppEnv>()
  .use(onNodeOnly)
  .use(refuseForeignOrigin)
  .use(limitBody)
  .route('/me', meRoutes)
  .route('/templates', templateRoutes)
  .route('/tickets', expertTicketRoutes)

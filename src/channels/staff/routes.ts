import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { refuseForeignOrigin } from '../../http/require-account.ts'
import { accountRoutes, invitationRoutes } from './accounts-routes.ts'
import { staffCaseRoutes } from './cases-routes.ts'
import { staffComplaintRoutes } from './complaints-routes.ts'
import { consultationRoutes } from './consultations-routes.ts'
import { countRoutes } from './counts-routes.ts'
import { curatedRoutes } from './curated-routes.ts'
import { expertImportRoutes, expertRoutes } from './experts-routes.ts'
import { followUpRoutes } from './follow-ups-routes.ts'
import { inboxRoutes, noticeRoutes } from './inbox-routes.ts'
import { limitBody } from '../../http/limit-body.ts'
import { onNodeOnly } from './guards.ts'
import { organisationRoutes } from './organisations-routes.ts'
import { rotationRoutes } from './rotation-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** Everything behind a session cookie. */
export const staffRoutes = new Hono<AppEnv>()
  .use(onNodeOnly)
  .use(refuseForeignOrigin)
  .route('/experts/import', expertImportRoutes)
  .use(limitBody)
  .route('/', signInRoutes)
  .route('/accounts', accountRoutes)
  .route('/invitations', invitationRoutes)
  .route('/organisations', organisationRoutes)
  .route('/cases', staffCaseRoutes)
  .route('/complaints', staffComplaintRoutes)
  .route('/consultations', consultationRoutes)
  .route('/counts', countRoutes)
  .route('/curated', curatedRoutes)
  .route('/experts', expertRoutes)
  .route('/follow-ups', followUpRoutes)
  .route('/inbox', inboxRoutes)
  .route('/notices', noticeRoutes)
  .route('/rotation', rotationRoutes)

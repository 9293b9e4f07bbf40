import { Hono } from 'hono'
import { expertRoutes } from './channels/expert/routes.ts'
import { mcpRoutes } from './channels/mcp/routes.ts'
import { staffRoutes } from './channels/staff/routes.ts'
import { caseRoutes, handOverRoutes } from './channels/web/case-routes.ts'
import {
  caseRatingRoutes,
  complaintRoutes,
  messageRatingRoutes,
} from './channels/web/feedback-routes.ts'
import { meRoutes } from './channels/web/me-routes.ts'
import { openDataRoutes } from './channels/web/open-data-routes.ts'
import { conversationRoutes, messageRoutes } from './channels/web/routes.ts'
import { policyRoutes } from './channels/web/policy-routes.ts'
import { trainingRoutes } from './channels/web/training-routes.ts'
import { accountRoutes } from './channels/wechat/account-routes.ts'
import { appRoutes } from './channels/wechat/app-routes.ts'
import { kfRoutes } from './channels/wechat/kf-routes.ts'
import { linkRoutes, webRoutes } from './channels/wechat/page-routes.ts'
import type { Deps } from './deps.ts'
import type { AppEnv } from './http/app-env.ts'
import { apiDescriptionRoutes } from './http/api-description.ts'
import { handleError } from './http/handle-error.ts'
import { healthRoutes } from './http/health.ts'
import { limitAddress } from './http/limit-address.ts'
import { meterRoutes } from './http/meters.ts'
import { pageRoutes } from './http/pages.ts'
import { secureHeaders } from './http/secure-headers.ts'
import { traceRequest } from './http/trace-request.ts'
import { catalogueRoutes, documentRoutes, searchRoutes } from './knowledge/routes.ts'
import { AppError } from './shared/errors.ts'

/** Every door of the service. `depsFor` is called once per request (Workers) or gives always the same. */
export function createApp(depsFor: (context: unknown) => Deps | Promise<Deps>) {
  const app = new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set('deps', await depsFor(c))
      await next()
    })
    .use(traceRequest)
    .use(secureHeaders)
    .use(limitAddress)
    .route('/api/conversations', conversationRoutes)
    .route('/api/conversations', handOverRoutes)
    .route('/api/messages', messageRoutes)
    .route('/api/messages', messageRatingRoutes)
    .route('/api/cases', caseRoutes)
    .route('/api/cases', caseRatingRoutes)
    .route('/api/complaints', complaintRoutes)
    .route('/api/trainings', trainingRoutes)
    .route('/api/policy-notices', policyRoutes)
    .route('/api/me', meRoutes)
    .route('/api/staff', staffRoutes)
    .route('/api/expert', expertRoutes)
    .route('/api/search', searchRoutes)
    .route('/api/catalogue', catalogueRoutes)
    .route('/api/documents', documentRoutes)
    .route('/api/open', openDataRoutes)
    .route('/mcp', mcpRoutes)
    .route('/wechat/oa', accountRoutes)
    .route('/wechat/kf', kfRoutes)
    .route('/wechat/app', appRoutes)
    .route('/wechat/web', webRoutes)
    .route('/r', linkRoutes)
    .route('/', healthRoutes)
    .route('/', meterRoutes)
  app.route('/', apiDescriptionRoutes(app))
  app.all('/api/*', () => {
    throw new AppError('not_found', 'route_unknown')
  })
  app.route('/', pageRoutes)
  app.notFound((c) => handleError(new AppError('not_found', 'route_unknown'), c))
  app.onError(handleError)
  return app
}

import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { refuseForeignOrigin } from '../../http/require-account.ts'
import { accountRoutes, invitationRoutes } from './accounts-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { staffCaseRoutes } from './cases-routes.ts'
import { channelRoutes } from './channel-routes.ts'
import { colleagueRoutes } from './colleagues-routes.ts'
import { staffComplaintRoutes } from './complaints-routes.ts'
import { consultationRoutes } from './consultations-routes.ts'
import { countRoutes } from './counts-routes.ts'
import { curatedRoutes } from './curated-routes.ts'
import { documentUploadRoutes, documentVersionRoutes } from './documents-routes.ts'
import { entryRoutes } from './entries-routes.ts'
import { enterpriseImportRoutes } from './enterprise-import-routes.ts'
import { enterpriseRoutes } from './enterprises-routes.ts'
import { eventRoutes } from './events-routes.ts'
import { expertImportRoutes, expertRoutes } from './experts-routes.ts'
import { followUpRoutes } from './follow-ups-routes.ts'
import { gapRoutes } from './gaps-routes.ts'
import { holdRoutes } from './holds-routes.ts'
import { insightRoutes } from './insight-routes.ts'
import { inboxRoutes, noticeRoutes } from './inbox-routes.ts'
import { limitBody } from '../../http/limit-body.ts'
import { onNodeOnly } from './guards.ts'
import { keyListRoutes } from './key-lists-routes.ts'
import { knowledgeRoutes } from './knowledge-routes.ts'
import { jobRoutes } from './jobs-routes.ts'
import { organisationRoutes } from './organisations-routes.ts'
import { recallRoutes } from './recalls-routes.ts'
import { reportRoutes } from './reports-routes.ts'
import { reviewRoutes } from './reviews-routes.ts'
import { replyTemplateRoutes } from './reply-template-routes.ts'
import { rotationRoutes } from './rotation-routes.ts'
import { guideRoutes, settingsRoutes } from './settings-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { specialListRoutes } from './special-lists-routes.ts'
import { switchRoutes } from './switch-routes.ts'
import { staffPolicyRoutes } from './policy-routes.ts'
import { staffTrainingRoutes } from './trainings-routes.ts'
import { trialRoutes } from './trial-routes.ts'

/** Everything behind a session cookie. */
export const staffRoutes = new Hono<AppEnv>()
  .use(onNodeOnly)
  .use(refuseForeignOrigin)
  .route('/experts/import', expertImportRoutes)
  .route('/enterprises/import', enterpriseImportRoutes)
  .route('/knowledge', knowledgeRoutes)
  .route('/documents/uploads', documentUploadRoutes)
  .use(limitBody)
  .route('/', signInRoutes)
  .route('/accounts', accountRoutes)
  .route('/invitations', invitationRoutes)
  .route('/organisations', organisationRoutes)
  .route('/audit', auditRoutes)
  .route('/cases', staffCaseRoutes)
  .route('/channel', channelRoutes)
  .route('/colleagues', colleagueRoutes)
  .route('/complaints', staffComplaintRoutes)
  .route('/consultations', consultationRoutes)
  .route('/consultations', entryRoutes)
  .route('/counts', countRoutes)
  .route('/curated', curatedRoutes)
  .route('/documents', documentVersionRoutes)
  .route('/enterprises', enterpriseRoutes)
  .route('/events', eventRoutes)
  .route('/experts', expertRoutes)
  .route('/follow-ups', followUpRoutes)
  .route('/gaps', gapRoutes)
  .route('/guide', guideRoutes)
  .route('/holds', holdRoutes)
  .route('/inbox', inboxRoutes)
  .route('/insight', insightRoutes)
  .route('/jobs', jobRoutes)
  .route('/key-lists', keyListRoutes)
  .route('/notices', noticeRoutes)
  .route('/recalls', recallRoutes)
  .route('/reviews', reviewRoutes)
  .route('/reply-templates', replyTemplateRoutes)
  .route('/rotation', rotationRoutes)
  .route('/settings', settingsRoutes)
  .route('/special-lists', specialListRoutes)
  .route('/switches', switchRoutes)
  .route('/reports', reportRoutes)
  .route('/trainings', staffTrainingRoutes)
  .route('/policy-notices', staffPolicyRoutes)
  .route('/trial', trialRoutes)

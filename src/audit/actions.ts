import { z } from 'zod'
import { channels } from '../db/schema/index.ts'
import { gapStates } from '../shared/gap-states.ts'
import { policySteps } from '../shared/policy-notices.ts'
import { reportFormats, reportSteps, reportVersions } from '../shared/report-states.ts'
import { reviewResults } from '../shared/review-states.ts'
import { trainingSteps } from '../shared/training-states.ts'
import { count, id, keyedHash, type ObjectKind } from './object-kinds.ts'

const role = z.enum(['administrator', 'staff', 'expert', 'auditor'])
const format = z.enum(['csv', 'xlsx', 'json', 'docx', 'pdf', 'md'])
const consent = z.enum(['general', 'contact_to_expert'])
const none = z.strictObject({})
const ofYear = z.strictObject({ year: count })
const rowsOfYear = z.strictObject({ year: count, rows: count })
const fileOfYear = z.strictObject({ year: count, rows: count, format })
/** What a legal hold keeps: one of the three. */
const held = z.strictObject({
  consultation: count.optional(),
  caseId: id.optional(),
  complaintId: id.optional(),
})

type Rule = { object: ObjectKind; details: z.ZodObject }

/** The closed list of what is audited. Details are ids, numbers, closed words and keyed hashes, never text. */
export const auditActions = {
  sign_in: {
    object: 'account',
    details: z.strictObject({
      refusal: z
        .enum(['unknown', 'password', 'totp', 'locked', 'disabled', 'address', 'expired'])
        .optional(),
      /** Keyed hash of the name that was tried, where there is no such account. */
      nameHash: keyedHash.optional(),
    }),
  },
  sign_out: { object: 'account', details: none },
  lock_account: { object: 'account', details: z.strictObject({ failures: count }) },
  unlock_account: { object: 'account', details: none },
  create_account: {
    object: 'account',
    details: z.strictObject({ role, organisationId: id.optional() }),
  },
  invite_account: {
    object: 'account',
    details: z.strictObject({ role, organisationId: id.optional() }),
  },
  accept_invitation: { object: 'account', details: none },
  change_account: {
    object: 'account',
    details: z.strictObject({ role: role.optional(), organisationId: id.optional() }),
  },
  disable_account: { object: 'account', details: none },
  enable_account: { object: 'account', details: none },
  change_password: { object: 'account', details: none },
  reset_password: { object: 'account', details: none },
  enrol_totp: { object: 'account', details: none },
  reset_totp: { object: 'account', details: none },
  end_sessions: { object: 'account', details: z.strictObject({ sessions: count }) },
  open_organisation: {
    object: 'organisation',
    details: z.strictObject({ parentId: id.optional() }),
  },
  change_organisation: { object: 'organisation', details: none },
  close_organisation: { object: 'organisation', details: none },

  open_case: {
    object: 'case',
    details: z.strictObject({ channel: z.enum(channels), organisationId: id.optional() }),
  },
  view_case: { object: 'case', details: none },
  view_confidential_case: { object: 'case', details: none },
  view_contact: { object: 'case', details: none },
  review_case: { object: 'case', details: none },
  assign_case: { object: 'case', details: z.strictObject({ ticketId: id, expertId: id }) },
  reply_case: { object: 'case', details: none },
  return_case: { object: 'case', details: none },
  ask_back_case: { object: 'case', details: none },
  forward_case: { object: 'case', details: z.strictObject({ organisationId: id }) },
  merge_case: { object: 'case', details: z.strictObject({ intoCaseId: id }) },
  deliver_case: { object: 'case', details: none },
  close_case: { object: 'case', details: none },
  reopen_case: { object: 'case', details: none },
  record_case_result: { object: 'case', details: none },
  withdraw_case: { object: 'case', details: none },
  export_cases: { object: 'case', details: z.strictObject({ rows: count, format }) },

  offer_ticket: { object: 'ticket', details: z.strictObject({ caseId: id, expertId: id }) },
  accept_ticket: { object: 'ticket', details: none },
  decline_ticket: {
    object: 'ticket',
    details: z.strictObject({ reason: z.enum(['conflict', 'busy', 'field', 'leave', 'other']) }),
  },
  lapse_ticket: { object: 'ticket', details: none },
  recall_ticket: { object: 'ticket', details: none },
  reply_ticket: { object: 'ticket', details: none },
  hold_ticket_reply: { object: 'ticket', details: z.strictObject({ findings: count }) },
  release_ticket_reply: { object: 'ticket', details: none },
  return_ticket: { object: 'ticket', details: none },
  close_ticket: { object: 'ticket', details: none },

  enter_expert: { object: 'expert', details: none },
  change_expert: { object: 'expert', details: none },
  suspend_expert: { object: 'expert', details: none },
  reinstate_expert: { object: 'expert', details: none },
  withdraw_expert: { object: 'expert', details: none },
  remove_expert: { object: 'expert', details: none },
  import_experts: { object: 'expert', details: z.strictObject({ rows: count, refused: count }) },
  export_experts: { object: 'expert', details: z.strictObject({ rows: count, format }) },
  plan_rotation: { object: 'rotation', details: z.strictObject({ turns: count }) },
  ask_rotation_swap: { object: 'rotation', details: z.strictObject({ expertId: id }) },
  swap_rotation: {
    object: 'rotation',
    details: z.strictObject({ fromExpertId: id, toExpertId: id }),
  },

  give_consent: {
    object: 'asker',
    details: z.strictObject({
      consent,
      caseId: id.optional(),
      expertId: id.optional(),
      registrationId: id.optional(),
    }),
  },
  withdraw_consent: {
    object: 'asker',
    details: z.strictObject({ consent, caseId: id.optional() }),
  },
  export_asker: { object: 'asker', details: none },
  correct_asker: { object: 'asker', details: none },
  erase_asker: {
    object: 'asker',
    details: z.strictObject({ conversations: count, cases: count, held: count.optional() }),
  },

  view_conversation: { object: 'conversation', details: none },
  view_consultation: { object: 'consultation', details: none },
  export_consultations: {
    object: 'consultation',
    details: z.strictObject({ rows: count, format }),
  },
  delete_consultation: { object: 'consultation', details: none },
  enter_consultation: {
    object: 'consultation',
    details: z.strictObject({ channel: z.enum(channels), organisationId: id }),
  },
  correct_consultation: {
    object: 'consultation',
    /** Keyed hashes of the words as they were before. */
    details: z.strictObject({ version: count, questionHash: keyedHash, answerHash: keyedHash }),
  },
  view_entry_contact: { object: 'consultation', details: none },
  set_hold: { object: 'hold', details: held },
  lift_hold: { object: 'hold', details: held },
  change_gap: { object: 'gap', details: z.strictObject({ state: z.enum(gapStates) }) },
  seek_gaps: { object: 'gap', details: none },
  export_gaps: { object: 'gap', details: z.strictObject({ rows: count, format }) },
  anonymise_consultations: { object: 'consultation', details: z.strictObject({ rows: count }) },
  open_complaint: { object: 'complaint', details: none },
  view_complaint: { object: 'complaint', details: none },
  take_complaint: { object: 'complaint', details: none },
  answer_complaint: { object: 'complaint', details: none },
  add_to_complaint: { object: 'complaint', details: z.strictObject({ accounts: count }) },
  close_complaint: { object: 'complaint', details: none },
  record_rating: { object: 'rating', details: z.strictObject({ stars: z.int().min(1).max(5) }) },
  open_service_request: { object: 'service_request', details: none },
  change_service_request: { object: 'service_request', details: none },
  close_service_request: { object: 'service_request', details: none },
  open_referral: { object: 'referral', details: z.strictObject({ caseId: id.optional() }) },
  close_referral: { object: 'referral', details: none },

  create_training: { object: 'training', details: z.strictObject({ organisationId: id }) },
  change_training: { object: 'training', details: none },
  step_training: {
    object: 'training',
    details: z.strictObject({ step: z.enum(trainingSteps) }),
  },
  note_attendance: {
    object: 'training',
    details: z.strictObject({ registrationId: id.optional(), walkIns: count.optional() }),
  },
  show_training_code: { object: 'training', details: none },
  view_registrations: { object: 'training', details: z.strictObject({ rows: count }) },
  register_training: { object: 'registration', details: z.strictObject({ trainingId: id }) },
  withdraw_registration: { object: 'registration', details: z.strictObject({ trainingId: id }) },
  check_in_training: { object: 'registration', details: z.strictObject({ trainingId: id }) },
  rate_training: {
    object: 'registration',
    details: z.strictObject({ stars: z.int().min(1).max(5) }),
  },

  create_policy_notice: {
    object: 'policy_notice',
    details: z.strictObject({ organisationId: id }),
  },
  change_policy_notice: { object: 'policy_notice', details: none },
  step_policy_notice: {
    object: 'policy_notice',
    details: z.strictObject({ step: z.enum(policySteps) }),
  },
  subscribe_policy: {
    object: 'asker',
    details: z.strictObject({ topics: count, districts: count }),
  },
  unsubscribe_policy: { object: 'asker', details: none },

  create_enterprise: { object: 'enterprise', details: z.strictObject({ organisationId: id }) },
  change_enterprise: { object: 'enterprise', details: none },
  delete_enterprise: { object: 'enterprise', details: none },
  view_enterprise_contact: { object: 'enterprise', details: none },
  change_enterprise_contact: { object: 'enterprise', details: none },
  forget_enterprise_contacts: { object: 'enterprise', details: z.strictObject({ rows: count }) },
  record_holdings: { object: 'enterprise', details: none },
  record_visit: { object: 'enterprise', details: z.strictObject({ visitId: id }) },
  change_visit: { object: 'enterprise', details: z.strictObject({ visitId: id }) },
  link_enterprise: { object: 'enterprise', details: none },
  unlink_enterprise: { object: 'enterprise', details: none },
  import_enterprises: {
    object: 'enterprise',
    details: z.strictObject({ rows: count, refused: count }),
  },
  export_enterprises: { object: 'enterprise', details: z.strictObject({ rows: count, format }) },
  list_key_enterprise: { object: 'organisation', details: ofYear },
  unlist_key_enterprise: { object: 'organisation', details: ofYear },
  fix_key_list: { object: 'organisation', details: rowsOfYear },
  export_key_list: { object: 'organisation', details: fileOfYear },
  add_special_service: { object: 'organisation', details: ofYear },
  change_special_service: { object: 'organisation', details: ofYear },
  remove_special_service: { object: 'organisation', details: ofYear },
  publish_special_list: { object: 'organisation', details: rowsOfYear },
  export_special_list: { object: 'organisation', details: fileOfYear },
  draw_reviews: {
    object: 'review',
    details: z.strictObject({ organisations: count, rows: count }),
  },
  view_review: { object: 'review', details: none },
  record_review: { object: 'review', details: z.strictObject({ result: z.enum(reviewResults) }) },
  export_reviews: { object: 'review', details: z.strictObject({ rows: count, format }) },
  create_report: { object: 'report', details: z.strictObject({ organisationId: id }) },
  change_report: { object: 'report', details: none },
  step_report: { object: 'report', details: z.strictObject({ step: z.enum(reportSteps) }) },
  export_report: {
    object: 'report',
    details: z.strictObject({ version: z.enum(reportVersions), format: z.enum(reportFormats) }),
  },

  publish_knowledge: {
    object: 'knowledge',
    details: z.strictObject({ version: count.optional() }),
  },
  change_knowledge: { object: 'knowledge', details: z.strictObject({ version: count.optional() }) },
  delete_knowledge: { object: 'knowledge', details: none },
  expire_knowledge: { object: 'knowledge', details: none },
  change_setting: { object: 'setting', details: z.strictObject({ number: count.optional() }) },
  turn_off: { object: 'setting', details: none },
  turn_on: { object: 'setting', details: none },
  publish_menu: { object: 'setting', details: none },
  send_test_message: { object: 'setting', details: none },
  try_question: { object: 'setting', details: none },
  publish_edit: { object: 'knowledge', details: z.strictObject({ revision: count }) },
  withdraw_edit: { object: 'knowledge', details: z.strictObject({ revision: count }) },
  upload_document: { object: 'knowledge', details: z.strictObject({ version: count }) },
  change_document: { object: 'knowledge', details: z.strictObject({ version: count }) },
  submit_document: { object: 'knowledge', details: z.strictObject({ version: count }) },
  discard_document: { object: 'knowledge', details: z.strictObject({ version: count }) },
  publish_document: {
    object: 'knowledge',
    details: z.strictObject({ version: count, revision: count }),
  },
  roll_back_document: {
    object: 'knowledge',
    details: z.strictObject({ version: count, revision: count }),
  },
  approve_correction: { object: 'knowledge', details: z.strictObject({ answers: count }) },
  dismiss_correction: { object: 'knowledge', details: z.strictObject({ answers: count }) },
  change_webhook: { object: 'webhook', details: none },
  delete_webhook: { object: 'webhook', details: none },
  retry_notice: { object: 'notice', details: none },
  retry_job: { object: 'job', details: none },
  /** Sealed with the current master key what another one had sealed. */
  reseal_fields: { object: 'setting', details: z.strictObject({ rows: count }) },

  view_audit: { object: 'audit', details: z.strictObject({ rows: count }) },
  export_audit: { object: 'audit', details: z.strictObject({ rows: count, format }) },
  verify_audit: {
    object: 'audit',
    details: z.strictObject({ verdict: z.enum(['intact', 'broken']) }),
  },
  purge_audit: { object: 'audit', details: z.strictObject({ rows: count, days: count }) },
} satisfies Record<string, Rule>

export type AuditAction = keyof typeof auditActions

export type AuditDetails<Action extends AuditAction> = z.input<
  (typeof auditActions)[Action]['details']
>

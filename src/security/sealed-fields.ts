import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import {
  accounts,
  askerKeys,
  caseContacts,
  complaints,
  enteredConsultations,
  enterpriseContacts,
  experts,
  invitations,
  registrationContacts,
  trainings,
  wechatTokens,
  wechatUsers,
} from '../db/schema/index.ts'

/** What sealed text is bound to: it opens in its own row and column, and nowhere else. */
export const contextOf = {
  accountEmail: (accountId: string) => `accounts.email:${accountId}`,
  /** Of the secret in use and of the one that waits for its first code. */
  accountTotp: (accountId: string) => `accounts.totp_secret:${accountId}`,
  askerKey: (askerId: string) => `asker_keys.sealed_key:${askerId}`,
  caseContact: (caseId: string, field: string) => `case_contacts.${field}:${caseId}`,
  complaintContact: (complaintId: string) => `complaints.sealed_contact:${complaintId}`,
  enteredContact: (number: string) => `entered_consultations.sealed_contact:${number}`,
  enterpriseContact: (enterpriseId: string, field: string) =>
    `enterprise_contacts.${field}:${enterpriseId}`,
  expertEmail: (expertId: string) => `experts.sealed_email:${expertId}`,
  expertPhone: (expertId: string) => `experts.sealed_phone:${expertId}`,
  invitationCode: (invitationId: string) => `invitations.sealed_code:${invitationId}`,
  registrationContact: (registrationId: string, field: string) =>
    `registration_contacts.${field}:${registrationId}`,
  trainingCode: (trainingId: string) => `trainings.sealed_code:${trainingId}`,
  wechatToken: (name: string) => `wechat_tokens.sealed:${name}`,
  wechatUser: (userId: string) => `wechat_users.sealed_user:${userId}`,
} as const

export type SealedField = {
  table: PgTable
  column: PgColumn
  /** What names a row; `context` takes its values. */
  key: readonly [PgColumn, ...PgColumn[]]
  context: (id: string, second: string) => string
}

/** Every column that holds sealed text: all of them are sealed anew after a change of the master key. */
export const sealedFields: readonly SealedField[] = [
  field(accounts, accounts.sealedEmail, [accounts.id], contextOf.accountEmail),
  field(accounts, accounts.sealedTotpSecret, [accounts.id], contextOf.accountTotp),
  field(accounts, accounts.pendingTotpSecret, [accounts.id], contextOf.accountTotp),
  field(
    caseContacts,
    caseContacts.sealed,
    [caseContacts.caseId, caseContacts.field],
    contextOf.caseContact,
  ),
  field(complaints, complaints.sealedContact, [complaints.id], contextOf.complaintContact),
  field(
    enteredConsultations,
    enteredConsultations.sealedContact,
    [enteredConsultations.consultation],
    contextOf.enteredContact,
  ),
  field(
    enterpriseContacts,
    enterpriseContacts.sealed,
    [enterpriseContacts.enterpriseId, enterpriseContacts.field],
    contextOf.enterpriseContact,
  ),
  field(experts, experts.sealedEmail, [experts.id], contextOf.expertEmail),
  field(experts, experts.sealedPhone, [experts.id], contextOf.expertPhone),
  field(invitations, invitations.sealedCode, [invitations.id], contextOf.invitationCode),
  field(
    registrationContacts,
    registrationContacts.sealed,
    [registrationContacts.registrationId, registrationContacts.field],
    contextOf.registrationContact,
  ),
  field(trainings, trainings.sealedCode, [trainings.id], contextOf.trainingCode),
  field(wechatTokens, wechatTokens.sealed, [wechatTokens.name], contextOf.wechatToken),
  field(wechatUsers, wechatUsers.sealedUser, [wechatUsers.id], contextOf.wechatUser),
  // Last: as long as one of them is of the former key, no service starts without it (`checkMasterKey`).
  field(askerKeys, askerKeys.sealedKey, [askerKeys.askerId], contextOf.askerKey),
]

function field(
  table: PgTable,
  column: PgColumn,
  key: SealedField['key'],
  context: SealedField['context'],
): SealedField {
  return { table, column, key, context }
}

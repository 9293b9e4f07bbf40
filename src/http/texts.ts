import { documentTexts } from './document-texts.ts'
import { expertTexts } from './expert-texts.ts'
import { feedbackTexts } from './feedback-texts.ts'
import { ledgerTexts } from './ledger-texts.ts'
import { operationTexts } from './operation-texts.ts'
import { policyTexts } from './policy-texts.ts'
import { reportTexts } from './report-texts.ts'
import { trainingTexts } from './training-texts.ts'
import { uploadTexts } from './upload-texts.ts'
import { wechatTexts } from './wechat-texts.ts'

/** What a person reads when a request can't be served, by key: the message of an `AppError`. */
const texts = {
  ...documentTexts,
  ...expertTexts,
  ...feedbackTexts,
  ...ledgerTexts,
  ...operationTexts,
  ...policyTexts,
  ...reportTexts,
  ...trainingTexts,
  ...uploadTexts,
  ...wechatTexts,
  session_expired: {
    zh: '会话凭证无效或已过期（有效期 30 天）。请重新开始咨询，您输入的内容仍保留在本页。',
    en: 'The session is unknown or older than 30 days. Please start again; what you typed is kept on this page.',
  },
  conversation_unknown: { zh: '没有找到这次咨询。', en: 'There is no such conversation.' },
  message_unknown: { zh: '没有找到这条回答。', en: 'There is no such answer.' },
  passage_unknown: { zh: '没有找到这一条款。', en: 'There is no such clause.' },
  document_unknown: { zh: '没有找到这份文件。', en: 'There is no such document.' },
  version_unknown_then: {
    zh: '这份文件在这一天没有适用的版本。',
    en: 'No version of this document applied on that day.',
  },
  route_unknown: { zh: '没有这个地址。', en: 'There is nothing at this address.' },
  question_empty: {
    zh: '问题是空的，请输入您想了解的内容。',
    en: 'The question is empty. Please type what you would like to know.',
  },
  question_too_long: {
    zh: '问题超过 2000 字，没有发送，内容仍在输入框中。请缩短，或分几次提问。',
    en: 'The question is longer than 2,000 characters and was not sent; it is still in the box. Please shorten it or split it.',
  },
  body_too_large: {
    zh: '发送的内容过大，没有被接收。',
    en: 'The request is too large and was not accepted.',
  },
  body_not_json: {
    zh: '发送的内容不是有效的 JSON，没有被接收。',
    en: 'The request is not valid JSON and was not accepted.',
  },
  request_invalid: {
    zh: '请求的内容不符合要求，没有被处理。',
    en: 'The request is not of the expected form and was not processed.',
  },
  idempotency_conflict: {
    zh: '同一个请求编号（Idempotency-Key）已用于另一个问题。原来的问题已保存，这一次没有处理。',
    en: 'This Idempotency-Key was already used for another question. The first was kept, this one was not processed.',
  },
  answer_running: {
    zh: '上一个问题还在回答中，请稍候再问。',
    en: 'The previous question is still being answered. Please wait a moment.',
  },
  too_many_questions: {
    zh: '提问过于频繁，请一分钟后再试，您输入的内容仍保留在本页。',
    en: 'Too many questions in a short time. Please try again in a minute; what you typed is kept on this page.',
  },
  too_many_requests: {
    zh: '来自您所在网络的请求过多，请在一分钟后重试。',
    en: 'Too many requests come from your network. Please try again in a minute.',
  },
  database_unavailable: {
    zh: '数据库暂时无法使用，您的问题没有保存。请稍后重试。',
    en: 'The database is not available at the moment and your question was not saved. Please try again shortly.',
  },
  knowledge_missing: {
    zh: '知识库正在准备中，请稍后重试。',
    en: 'The knowledge base is being prepared. Please try again shortly.',
  },
  session_ended: {
    zh: '登录已失效，请重新登录。',
    en: 'You are not signed in, or your session has ended. Please sign in again.',
  },
  sign_in_failed: {
    zh: '用户名或密码不正确，或该账号不能登录。',
    en: 'The name or the password is wrong, or this account cannot sign in.',
  },
  sign_in_locked: {
    zh: '错误次数过多，已暂停登录，请十分钟后再试。',
    en: 'Too many wrong tries. Signing in is blocked; please try again in ten minutes.',
  },
  sign_in_busy: {
    zh: '登录的人过多，请稍后重试。',
    en: 'Too many people are signing in at the moment. Please try again shortly.',
  },
  code_wrong: {
    zh: '验证码不正确，或已经用过。请等待下一个验证码。',
    en: 'The code is wrong or was used before. Please wait for the next one.',
  },
  code_form_wrong: { zh: '验证码是六位数字。', en: 'The code has six digits.' },
  totp_locked: {
    zh: '验证码错误次数过多，请一小时后再试，或请管理员解除锁定。',
    en: 'Too many wrong codes. Please try again in an hour, or ask an administrator to unlock the account.',
  },
  totp_not_enrolled: {
    zh: '尚未绑定动态验证码，请先绑定。',
    en: 'No authenticator app is set up yet. Please set one up first.',
  },
  totp_not_begun: {
    zh: '没有正在进行的动态验证码绑定，请重新开始。',
    en: 'No set-up of an authenticator app is under way. Please begin again.',
  },
  totp_code_needed: {
    zh: '请先输入已绑定的动态验证码。',
    en: 'Please give the code of the authenticator app that is set up.',
  },
  password_change_needed: {
    zh: '请先把一次性密码改为您自己的密码。',
    en: 'Please change the one-time password to one of your own first.',
  },
  password_wrong: { zh: '当前密码不正确。', en: 'The current password is wrong.' },
  password_same: {
    zh: '新密码与当前密码相同。',
    en: 'The new password is the same as the current one.',
  },
  password_too_short: {
    zh: '密码至少 12 个字符。',
    en: 'A password has at least 12 characters.',
  },
  password_too_plain: {
    zh: '密码要包含小写字母、大写字母、数字、其他字符中的至少三种。',
    en: 'A password needs at least three of these: lower case, upper case, digits, other characters.',
  },
  password_too_long: {
    zh: '密码最多 128 个字符。',
    en: 'A password has at most 128 characters.',
  },
  password_common: {
    zh: '这个密码太常见或太有规律，容易被猜中，请换一个。',
    en: 'This password is too common or too regular and easily guessed. Please choose another.',
  },
  password_of_context: {
    zh: '这个密码主要由姓名、用户名或本服务的用词组成，请换一个。',
    en: 'This password is mostly made of your names or words of this service. Please choose another.',
  },
  role_insufficient: {
    zh: '您的角色不能进行这项操作。',
    en: 'Your role does not allow this.',
  },
  origin_foreign: {
    zh: '请求来自其他网站，没有被处理。',
    en: 'The request came from another site and was not processed.',
  },
  account_unknown: { zh: '没有找到这个账号。', en: 'There is no such account.' },
  account_is_own: {
    zh: '不能这样更改自己的账号，请由另一位管理员办理。',
    en: 'You cannot change your own account like this. Please ask another administrator.',
  },
  account_is_expert: {
    zh: '专家账号的角色和机构由专家名录决定。',
    en: 'Role and organisation of an expert follow from the roster.',
  },
  account_changed_meanwhile: {
    zh: '账号刚刚被更改，请重试。',
    en: 'The account has just been changed. Please try again.',
  },
  username_wrong: {
    zh: '用户名为 3 至 64 个小写字母、数字、点、连字符或下划线，以字母或数字开头。',
    en: 'A user name has 3 to 64 letters, digits, dots, hyphens or underscores and begins with a letter or digit.',
  },
  username_taken: {
    zh: '用户名已被使用，或该专家已有账号。',
    en: 'The user name is taken, or the expert already has an account.',
  },
  last_administrator: {
    zh: '至少要保留一位可用的管理员。',
    en: 'At least one administrator must remain.',
  },
  invitation_unknown: {
    zh: '邀请码无效、已使用或已过期（有效期 72 小时）。',
    en: 'The invitation is unknown, was used, or is older than 72 hours.',
  },
  organisation_unknown: { zh: '没有找到这个机构。', en: 'There is no such organisation.' },
  organisation_needed: {
    zh: '工作人员须属于一个机构。',
    en: 'Staff must belong to an organisation.',
  },
  organisation_closed: { zh: '这个机构已停用。', en: 'This organisation is closed.' },
  organisation_name_taken: {
    zh: '已有同名的机构。',
    en: 'There is already an organisation of this name.',
  },
  organisation_level_wrong: {
    zh: '机构层级不符：市中心之下是区中心或工作站，区中心之下是工作站。',
    en: 'The levels do not fit: below the city stand districts or stations, below a district stations.',
  },
  notice_unknown: { zh: '没有找到这条通知。', en: 'There is no such notice.' },
  notice_not_dead: {
    zh: '这条通知没有发送失败，不需要重发。',
    en: 'This notice was not given up, so there is nothing to try again.',
  },
  organisation_has_open_below: {
    zh: '该机构之下还有未停用的机构。',
    en: 'There are open organisations below this one.',
  },
  case_unknown: { zh: '没有找到这个转办件。', en: 'There is no such case.' },
  ticket_unknown: { zh: '没有找到这个任务。', en: 'There is no such ticket.' },
  case_changed: {
    zh: '这个转办件刚刚被改动，您的操作没有执行。请刷新后再试。',
    en: 'The case has just been changed and your action was not carried out. Please reload and try again.',
  },
  ticket_changed: {
    zh: '这个任务刚刚被改动，您的操作没有执行。请刷新后再试。',
    en: 'The ticket has just been changed and your action was not carried out. Please reload and try again.',
  },
  ticket_lapsed: {
    zh: '响应期限已过，任务已转由他人处理。',
    en: 'The time to respond is over; the case goes to somebody else.',
  },
  transition_not_yours: { zh: '您不能执行这一步。', en: 'This step is not yours to take.' },
  expert_excluded: {
    zh: '这位专家不能接这个转办件（回避、请假、满额或已婉拒），请另选一位。',
    en: 'A rule excludes this expert from the case (conflict, leave, full load or an earlier refusal). Please choose another.',
  },
  reply_changed: {
    zh: '这份答复刚刚被改动，请刷新后再试。',
    en: 'The reply has just been changed. Please reload and try again.',
  },
  reply_solicits: {
    zh: '答复中有联系方式、收费、机构推介或馈赠的内容，请改后再发。',
    en: 'The reply holds contacts, fees, firm names or gifts. Please change it before it goes out.',
  },
  second_person_needed: {
    zh: '这个领域的答复须由另一位工作人员审核后发出。',
    en: 'A reply in this field is released by another staff member.',
  },
  merge_into_ended: {
    zh: '那个转办件已经结束，不能并入。请先重新打开它，或选择另一个。',
    en: 'That case has ended. Please reopen it first, or choose another one.',
  },
  merge_other_asker: {
    zh: '只能并入同一服务对象的另一个转办件。',
    en: 'A case is merged into another one of the same asker.',
  },
  clause_unknown: { zh: '没有找到所引的条款。', en: 'A clause that is cited does not exist.' },
  contact_needed: {
    zh: '请填写能联系到您的电话、微信或邮箱。',
    en: 'Please give a phone number, WeChat or e-mail by which you can be reached.',
  },
  consent_needed: {
    zh: '需要您同意我们为办理此事处理所填信息。',
    en: 'Your consent to the handling of this information is needed.',
  },
  service_needed: { zh: '请说明需要哪一项服务。', en: 'Please say which service you need.' },
  partner_needed: {
    zh: '请选择要对接的机构类型。',
    en: 'Please choose the kind of body to be referred to.',
  },
  conflict_undeclared: {
    zh: '接受前请声明与本件没有利益冲突。',
    en: 'Please declare that you have no conflict of interest before you accept.',
  },
  contact_not_consented: {
    zh: '服务对象没有同意向您提供联系方式，或您尚未接受任务。',
    en: 'The asker has not consented to pass on contact data, or you have not accepted yet.',
  },
  state_secret: {
    zh: '内容带有国家秘密标志，已停止处理，没有保存。请通过符合保密规定的渠道办理。',
    en: 'The text carries a state-secret mark; it was stopped and not stored. Please use a channel that complies with the secrecy rules.',
  },
  text_empty: { zh: '请填写内容。', en: 'Please write something.' },
  text_too_long: { zh: '内容太长。', en: 'The text is too long.' },
  handed_over: {
    zh: '已转给{organisation}的工作人员，编号 {code}。您可以在这里随时查看进展；有了确定的答复时间会告诉您。',
    en: 'Handed over to the staff of {organisation}, number {code}. You can follow it here; you will be told a time as soon as there is one.',
  },
  handed_over_due: {
    zh: '{organisation}正在办理，编号 {code}，预计 {due}（北京时间）前有回应。',
    en: '{organisation} is handling it, number {code}; a response is expected before {due} (Beijing time).',
  },
  internal: {
    zh: '服务出现故障，您的请求没有完成。请稍后重试。',
    en: 'Something went wrong and your request was not completed. Please try again later.',
  },
} as const

export type TextKey = keyof typeof texts

export type Language = 'zh' | 'en'

export function textOf(key: string, language: Language): string {
  return isTextKey(key) ? texts[key][language] : key
}

function isTextKey(key: string): key is TextKey {
  return key in texts
}

/** The first of zh and en that the header names; Chinese otherwise. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const first = /\b(zh|en)\b/i.exec(acceptLanguage ?? '')?.[1]
  return first?.toLowerCase() === 'en' ? 'en' : 'zh'
}

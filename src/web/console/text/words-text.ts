import type { CaseKind, CaseState, TicketState } from '../../../shared/case-states.ts'
import type { Field, Status, Urgency } from '../../../shared/message.ts'
import { fieldsInEnglish } from '../../shared/field-words.ts'

/** Codes that the server sends, in words. What is not listed is shown as it is. */
type Words = {
  states: Record<CaseState, string>
  kinds: Record<CaseKind, string>
  fields: Record<Field, string>
  urgencies: Record<Urgency, string>
  tickets: Record<TicketState, string>
  status: Record<Status, string>
  reasons: Record<string, string>
  events: Record<string, string>
  declines: Record<string, string>
  followUps: Record<string, string>
  solicitations: Record<string, string>
  authors: Record<'asker' | 'staff' | 'expert', string>
  statements: Record<'draft' | 'held' | 'submitted' | 'delivered' | 'returned', string>
  contact: Record<'name' | 'organisation' | 'contact' | 'address', string>
  confidential: string
  left: (amount: string) => string
  over: (amount: string) => string
  minutes: (count: number) => string
  hours: (count: number) => string
  days: (count: number) => string
  noTerm: string
}

const zh: Words = {
  states: {
    open: '待受理',
    in_review: '审核中',
    waiting_for_asker: '待补充',
    assigned: '已派专家',
    replied: '待放行',
    delivered: '已答复',
    closed: '已办结',
    reopened: '重新办理',
    merged: '已合并',
    withdrawn: '已撤回',
  },
  kinds: { consultation: '咨询', service_request: '服务申请', referral: '转介' },
  fields: {
    综合: '综合',
    专利: '专利',
    商标: '商标',
    版权: '版权',
    商业秘密: '商业秘密',
    数据知识产权: '数据知识产权',
    地理标志: '地理标志',
    集成电路布图设计: '集成电路布图设计',
  },
  urgencies: { normal: '一般', urgent: '紧急' },
  tickets: {
    offered: '待接单',
    accepted: '已接单',
    replied: '已交答复',
    closed: '已完成',
    declined: '已谢绝',
    lapsed: '已逾期',
    recalled: '已收回',
  },
  status: {
    draft: '征求意见稿',
    not_yet: '尚未施行',
    in_force: '现行有效',
    ended: '期限已满',
    unverified: '状态待核',
  },
  reasons: {
    asked_for_person: '服务对象要求人工办理',
    human: '服务对象要求人工办理',
    nothing_found: '资料里没有找到答案',
    dispute: '具体纠纷，需要人结合材料判断',
    infringement_opinion: '问到是否侵权，需要专业判断',
    overseas: '涉及境外',
    contract_review: '请求审阅合同',
    expert_opinion: '需要针对个案的专业意见',
    urgent_evidence: '证据可能很快消失',
    complaint: '对服务有意见',
    confidential: '涉及未公开的内容',
  },
  events: {
    opened: '服务对象提交',
    take: '受理',
    ask_back: '请服务对象补充',
    answer_back: '服务对象已补充',
    asker_wrote: '服务对象来信',
    assign: '派给专家',
    unassign: '从专家处收回',
    reply: '工作人员答复',
    expert_reply: '专家交来答复',
    return_reply: '退回专家修改',
    revise: '退回修改',
    deliver: '答复已发出',
    close: '办结',
    reopen: '重新办理',
    merge: '合并到另一件',
    merged_in: '另一件并入',
    withdraw: '服务对象撤回',
    forwarded: '转给其他机构',
    note: '内部备注',
    ticket_accepted: '专家接单',
    ticket_declined: '专家谢绝',
    reply_overdue: '专家答复超时',
    contact_corrected: '服务对象更正联系方式',
    contact_consent_given: '服务对象同意向专家提供联系方式',
    contact_consent_withdrawn: '服务对象撤回同意，不再向专家提供联系方式',
    result_recorded: '登记办理结果',
    brief_written: '模型写好简报',
  },
  declines: {
    conflict: '有利益冲突',
    busy: '没有时间',
    field: '不是专长',
    leave: '休假',
    other: '其他',
  },
  followUps: {
    low_rating: '评价低或未解决',
    referral_end: '转介结束',
    low_training_rating: '培训评价低或不是想了解的',
    case_result: '办理结果回访',
    enterprise_visit: '走访后续',
    low_review: '内部评价为“差”',
  },
  solicitations: {
    contact: '联系方式',
    fee: '收费',
    firm: '机构名称',
    gift: '馈赠',
    solicit: '招揽有偿服务',
    offer: '读来像招揽',
    code: '推广码',
  },
  authors: { asker: '服务对象', staff: '工作人员', expert: '专家' },
  statements: {
    draft: '草稿',
    held: '已拦下，待处理',
    submitted: '待放行',
    delivered: '已发出',
    returned: '已退回',
  },
  contact: { name: '姓名', organisation: '单位', contact: '手机或邮箱', address: '地址' },
  confidential: '保密',
  left: (amount) => `剩 ${amount}`,
  over: (amount) => `超时 ${amount}`,
  minutes: (count) => `${count} 分钟`,
  hours: (count) => `${count} 小时`,
  days: (count) => `${count} 天`,
  noTerm: '未定时限',
}

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

const en: Words = {
  states: {
    open: 'New',
    in_review: 'In review',
    waiting_for_asker: 'Waiting for asker',
    assigned: 'With expert',
    replied: 'To release',
    delivered: 'Answered',
    closed: 'Closed',
    reopened: 'Reopened',
    merged: 'Merged',
    withdrawn: 'Withdrawn',
  },
  kinds: { consultation: 'Consultation', service_request: 'Service request', referral: 'Referral' },
  fields: fieldsInEnglish,
  urgencies: { normal: 'Normal', urgent: 'Urgent' },
  tickets: {
    offered: 'Offered',
    accepted: 'Accepted',
    replied: 'Reply handed in',
    closed: 'Done',
    declined: 'Declined',
    lapsed: 'Lapsed',
    recalled: 'Recalled',
  },
  status: {
    draft: 'Draft for comment',
    not_yet: 'Not yet in force',
    in_force: 'In force',
    ended: 'Period ended',
    unverified: 'Status unverified',
  },
  reasons: {
    asked_for_person: 'The asker wants a person',
    human: 'The asker wants a person',
    nothing_found: 'The documents hold no answer',
    dispute: 'A concrete dispute that takes judgement',
    infringement_opinion: 'Asks whether something infringes',
    overseas: 'Lies abroad',
    contract_review: 'Wants a contract reviewed',
    expert_opinion: 'Calls for an expert opinion on the case',
    urgent_evidence: 'Evidence may soon be gone',
    complaint: 'Unhappy with a service',
    confidential: 'Touches unpublished content',
  },
  events: {
    opened: 'Handed over by the asker',
    take: 'Taken in hand',
    ask_back: 'Asked the asker back',
    answer_back: 'The asker answered back',
    asker_wrote: 'The asker wrote',
    assign: 'Offered to an expert',
    unassign: 'Taken back from the expert',
    reply: 'Answered by staff',
    expert_reply: 'Reply by the expert',
    return_reply: 'Returned to the expert',
    revise: 'Returned for revision',
    deliver: 'Reply sent',
    close: 'Closed',
    reopen: 'Opened again',
    merge: 'Merged into another case',
    merged_in: 'Another case merged in',
    withdraw: 'Withdrawn by the asker',
    forwarded: 'Passed to another organisation',
    note: 'Internal note',
    ticket_accepted: 'Accepted by the expert',
    ticket_declined: 'Declined by the expert',
    reply_overdue: 'The expert’s reply is overdue',
    contact_corrected: 'Contact data corrected by the asker',
    contact_consent_given: 'The asker agreed to give contact data to experts',
    contact_consent_withdrawn: 'The asker withdrew the consent to give contact data to experts',
    result_recorded: 'Result noted',
    brief_written: 'Brief written by the model',
  },
  declines: {
    conflict: 'conflict',
    busy: 'no time',
    field: 'not their field',
    leave: 'leave',
    other: 'other',
  },
  followUps: {
    low_rating: 'Low rating or unsolved',
    referral_end: 'End of a referral',
    low_training_rating: 'Training rated low, or not what was wanted',
    case_result: 'After a result',
    enterprise_visit: 'Next step after a visit',
    low_review: 'Found poor by a second person',
  },
  solicitations: {
    contact: 'contact data',
    fee: 'fees',
    firm: 'name of a firm',
    gift: 'gifts',
    solicit: 'offer of paid services',
    offer: 'reads like an offer',
    code: 'promotion code',
  },
  authors: { asker: 'Asker', staff: 'Staff', expert: 'Expert' },
  statements: {
    draft: 'Draft',
    held: 'Held back',
    submitted: 'To release',
    delivered: 'Sent',
    returned: 'Returned',
  },
  contact: {
    name: 'Name',
    organisation: 'Organisation',
    contact: 'Phone or e-mail',
    address: 'Address',
  },
  confidential: 'Confidential',
  left: (amount) => `${amount} left`,
  over: (amount) => `${amount} overdue`,
  minutes: (count) => plural(count, 'minute'),
  hours: (count) => plural(count, 'hour'),
  days: (count) => plural(count, 'day'),
  noTerm: 'no term',
}

export const wordsText = { zh, en }

/** A code in words, or as it is where there are none. */
export const inWords = (words: Record<string, string>, code: string): string => words[code] ?? code

import type { ExpertEventName } from '../../experts/record-expert-event.ts'
import type { ExpertStatus } from '../../shared/expert-status.ts'
import type { Language } from '../shared/language.ts'

const zhEvents: Record<ExpertEventName, string> = {
  entered: '进入名录',
  changed: '资料变更',
  leave_added: '登记请假',
  leave_removed: '取消请假',
  suspended: '暂停服务',
  reinstated: '恢复服务',
  withdrawn: '退出名录',
  removed: '取消资格',
}
const enEvents: Record<ExpertEventName, string> = {
  entered: 'Entered the roster',
  changed: 'Details changed',
  leave_added: 'Leave noted',
  leave_removed: 'Leave taken back',
  suspended: 'Suspended',
  reinstated: 'Reinstated',
  withdrawn: 'Withdrew',
  removed: 'Removed',
}

const zhStatus: Record<ExpertStatus, string> = {
  active: '在册',
  suspended: '已暂停',
  withdrawn: '已退出',
  removed: '已取消资格',
}
const enStatus: Record<ExpertStatus, string> = {
  active: 'On the roster',
  suspended: 'Suspended',
  withdrawn: 'Withdrawn',
  removed: 'Removed',
}

const zh = {
  title: (name: string) => `${name}，您好`,
  status: zhStatus,
  events: zhEvents,
  service: '服务状态',
  openTickets: (count: number) => `在办 ${count} 件`,
  available: '可以接新任务',
  availableHint: '关掉后不再派给您新任务，手里的任务不受影响。',
  consented: '同意参与派件',
  consentedHint: '这是您本人的同意，可随时撤回；撤回后不再派件。',
  capacity: '同时最多办理',
  capacityWrong: '请填写 1 到 50 的整数。',
  save: '保存',
  saved: '已保存。',
  contact: '我的联系方式',
  contactHint: '加密保存，只用于通知您，不会给咨询人。',
  email: '邮箱',
  phone: '电话',

  leaveTitle: '请假',
  leaveNone: '没有登记请假。',
  leaveRow: (from: string, to: string) => `${from} 至 ${to}`,
  leaveRemove: '取消请假',
  leaveFrom: '开始日期',
  leaveTo: '结束日期',
  leaveAdd: '登记请假',
  leaveMissing: '请填写开始和结束日期，结束不早于开始。',
  leaveAdded: '请假已登记，请假期间不派件。',
  leaveRemoved: '请假已取消。',

  dutyTitle: '轮值',
  dutyNone: '近期没有安排轮值。',
  dutyWeek: (from: string, to: string) => `${from} 至 ${to}`,
  dutySwap:
    '需要换班时，请先与另一位专家商量，再把说明发给管理机构的工作人员，由工作人员在系统里调换。',
  swapCopy: '复制换班说明',
  swapText: (name: string, week: string) =>
    `${name}申请调换 ${week} 的轮值。请安排另一位专家，或告知可以换到哪一周。`,

  detailsTitle: '名录信息',
  details: {
    qualification: '资格',
    years: '从业年限',
    recommendedBy: '推荐单位',
    filingNumber: '备案号',
    fields: '领域',
    industries: '产业',
    districts: '服务区域',
    languages: '语言',
    employer: '所在单位',
    clients: '客户（回避用）',
    competitors: '竞争者（回避用）',
  },
  languages: { zh: '中文', en: '英文', ja: '日文', ko: '韩文', de: '德文', fr: '法文' },
  detailsHint: '有变化请告诉管理机构的工作人员更正。客户和竞争者不准，会影响回避。',
  historyTitle: '名录记录',

  accountTitle: '账号',
  signOut: '退出登录',
  draftsAsk: (count: number) => `本机有 ${count} 份没有提交的草稿。公用设备上请一并删除。`,
  draftsDelete: '删除草稿并退出',
  draftsKeep: '留下草稿并退出',
  cancel: '取消',
  password: '修改密码',
  passwordNow: '现在的密码',
  passwordNew: '新密码',
  passwordAgain: '再输入一次新密码',
  passwordDiffers: '两次输入的新密码不一样。',
  passwordSaved: '密码已修改，其他设备上的登录已失效。',

  withdrawTitle: '退出专家名录',
  withdrawIntro:
    '您可以自主申请退出（《规范》8.5）。退出后不再派件；在办任务会退回工作人员另行安排。',
  withdrawOpen: '申请退出',
  withdrawReason: '原因（选填）',
  withdrawYes: '确认退出名录',
  withdrawn: '您已退出专家名录，感谢您的服务。',
}

const en: typeof zh = {
  title: (name) => `Hello, ${name}`,
  status: enStatus,
  events: enEvents,
  service: 'Service',
  openTickets: (count) => `${count} in hand`,
  available: 'I can take new tickets',
  availableHint: 'Off: no new tickets come; those in hand stay with you.',
  consented: 'I agree to be offered tickets',
  consentedHint: 'This is your own consent and you may take it back; then nothing is offered.',
  capacity: 'At most at a time',
  capacityWrong: 'Please give a whole number from 1 to 50.',
  save: 'Save',
  saved: 'Saved.',
  contact: 'My contact data',
  contactHint: 'Stored encrypted, used only to tell you of tickets, never given to askers.',
  email: 'E-mail',
  phone: 'Phone',

  leaveTitle: 'Leave',
  leaveNone: 'No leave is noted.',
  leaveRow: (from, to) => `${from} to ${to}`,
  leaveRemove: 'Take leave back',
  leaveFrom: 'First day',
  leaveTo: 'Last day',
  leaveAdd: 'Note leave',
  leaveMissing: 'Please give both days; the last is not before the first.',
  leaveAdded: 'Leave noted. No tickets come during it.',
  leaveRemoved: 'Leave taken back.',

  dutyTitle: 'Duty weeks',
  dutyNone: 'No duty is planned.',
  dutyWeek: (from, to) => `${from} to ${to}`,
  dutySwap:
    'To swap a week, agree with another expert and send this note to the staff who keep the roster: they make the change.',
  swapCopy: 'Copy a note for staff',
  swapText: (name, week) =>
    `${name} asks to swap the duty of ${week}. Please find another expert, or name a week to swap with.`,

  detailsTitle: 'What the roster says',
  details: {
    qualification: 'Qualification',
    years: 'Years of practice',
    recommendedBy: 'Recommended by',
    filingNumber: 'Filing number',
    fields: 'Fields',
    industries: 'Industries',
    districts: 'Districts',
    languages: 'Languages',
    employer: 'Employer',
    clients: 'Clients (for conflicts)',
    competitors: 'Competitors (for conflicts)',
  },
  languages: {
    zh: 'Chinese',
    en: 'English',
    ja: 'Japanese',
    ko: 'Korean',
    de: 'German',
    fr: 'French',
  },
  detailsHint: 'Please tell staff of changes. Conflicts are found by clients and competitors.',
  historyTitle: 'History',

  accountTitle: 'Account',
  signOut: 'Sign out',
  draftsAsk: (count) =>
    `There are ${count} unsent drafts on this device. On a shared device, delete them as well.`,
  draftsDelete: 'Delete drafts and sign out',
  draftsKeep: 'Keep drafts and sign out',
  cancel: 'Cancel',
  password: 'Change password',
  passwordNow: 'Present password',
  passwordNew: 'New password',
  passwordAgain: 'New password again',
  passwordDiffers: 'The two new passwords differ.',
  passwordSaved: 'Password changed. Sessions on other devices have ended.',

  withdrawTitle: 'Withdraw from the roster',
  withdrawIntro:
    'You may withdraw by yourself (specification, 8.5). Nothing is offered any more; tickets in hand go back to staff.',
  withdrawOpen: 'Withdraw',
  withdrawReason: 'Reason (optional)',
  withdrawYes: 'Withdraw from the roster now',
  withdrawn: 'You have withdrawn from the roster. Thank you for your service.',
}

export type MeText = typeof zh

export const meText: Record<Language, MeText> = { zh, en }

import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import type { RatingReason } from '../../../feedback/reasons.ts'
import type { Field } from '../../../shared/message.ts'
import { fieldsInEnglish } from '../../shared/field-words.ts'
import type { Language } from '../../shared/language.ts'

const zhSteps: Record<RatedCase['step'], string> = {
  handed_over: '已转交',
  in_review: '受理中',
  with_expert: '专家办理',
  replied: '已答复',
  closed: '已结束',
}

const enSteps: Record<RatedCase['step'], string> = {
  handed_over: 'Handed over',
  in_review: 'In review',
  with_expert: 'With an expert',
  replied: 'Answered',
  closed: 'Closed',
}

const zhFields: Record<Field, string> = {
  综合: '综合或不确定',
  专利: '专利',
  商标: '商标',
  版权: '版权',
  商业秘密: '商业秘密',
  数据知识产权: '数据知识产权',
  地理标志: '地理标志',
  集成电路布图设计: '集成电路布图设计',
}

const enFields: Record<Field, string> = { ...fieldsInEnglish, 综合: 'General or not sure' }

const zhReasons: Record<RatingReason, string> = {
  clear: '说得清楚',
  well_founded: '依据充分',
  quick: '回应及时',
  friendly: '态度好',
  wrong: '内容有误',
  outdated: '内容过时',
  beside_the_question: '答非所问',
  incomplete: '不完整',
  hard_to_understand: '不好懂',
  no_next_step: '没说下一步怎么办',
  too_slow: '太慢',
  needed_a_person: '需要真人解答',
  other: '其他',
}

const enReasons: Record<RatingReason, string> = {
  clear: 'Clear',
  well_founded: 'Well founded',
  quick: 'Quick',
  friendly: 'Friendly',
  wrong: 'Wrong',
  outdated: 'Out of date',
  beside_the_question: 'Beside the question',
  incomplete: 'Incomplete',
  hard_to_understand: 'Hard to understand',
  no_next_step: 'No next step',
  too_slow: 'Too slow',
  needed_a_person: 'Needed a person',
  other: 'Other',
}

const zhErrors = {
  service: '请选择要申请的服务事项。',
  partner: '请选择机构类别。',
  question: '请说明您的问题。',
  name: '请填写您的称呼。',
  contact: '请填写能联系到您的电话、微信或邮箱，至少 5 个字符。',
  parties: '对方最多填 10 个，每个不超过 100 字。',
  consent: '需要您同意我们为办理此事处理所填信息，才能转交。',
  text: '请写明投诉或举报的内容。',
}

export type FormError = keyof typeof zhErrors

const enErrors: typeof zhErrors = {
  service: 'Please choose the service.',
  partner: 'Please choose the kind of partner.',
  question: 'Please say what your question is.',
  name: 'Please give your name.',
  contact:
    'Please give a phone number, WeChat or e-mail by which you can be reached, at least 5 characters.',
  parties: 'At most 10 opposing parties, each of at most 100 characters.',
  consent: 'Your consent to the handling of this information is needed before it can be passed on.',
  text: 'Please say what the complaint or report is about.',
}

const zh = {
  steps: zhSteps,
  fields: zhFields,
  reasons: zhReasons,
  errors: zhErrors,
  optional: '（选填）',
  cancel: '取消',
  back: '返回',

  formTitle: '转人工办理',
  formIntro: '本次咨询的问答会随单转给工作人员；需要时由工作人员交志愿服务专家解答。',
  question: '您的问题',
  name: '您的称呼',
  organisation: '单位',
  contact: '联系方式',
  contactHint: '手机、微信或邮箱，任填一种。加密保存，只有办理的工作人员能打开。',
  district: '所在区',
  districtNone: '不确定，由市级中心受理',
  field: '问题类别',
  parties: '争议对方',
  partiesHint: '单位或个人名称，多个用顿号隔开；只用于避开与对方有利害关系的专家。',
  confidential: '按保密咨询办理',
  confidentialHint:
    '只有办理这件事的人能看到；内容不发给外部模型，不用于搜索、热点问题和案例，导出时不带正文。',
  consent: '我同意本服务为办理此事处理以上信息',
  contactConsent: '我单独同意：需要专家解答时，把我的联系方式提供给办理的志愿服务专家',
  contactConsentHint:
    '专家在其他单位任职，所以要另外征得您同意。不同意也能办理，由工作人员转达；之后可随时改。',
  readPrivacy: '个人信息处理说明',
  submit: '提交',
  submitting: '正在提交……',
  doneTitle: '已转交',
  caseNumber: '转办编号',
  toCase: '查看办理进展',

  caseTitle: (code: string) => `转办件 ${code}`,
  progress: '办理进展',
  stepDone: '，已完成',
  handledBy: (organisation: string) => `办理机构：${organisation}`,
  confidentialTag: '保密',
  withdrawn: '您已收回',
  merged: '已并入另一转办件',
  due: (time: string) => `最迟 ${time}（北京时间）前回应`,
  noDueYet: '有了确定的回应时间，会显示在这里。',
  waiting: '工作人员请您补充情况，请直接在下方输入框里回复。',
  giveContact: '允许把我的联系方式提供给办理的专家',
  contactGiven: '已同意向办理的专家提供联系方式',
  contactTaken: '已撤回向专家提供联系方式的同意',
  withdraw: '收回转办件',
  withdrawAsk: '收回后，工作人员和专家不再办理这件事。确定收回吗？',
  withdrawYes: '确定收回',
  withdrawNo: '不收回',
  withdrawnNow: '转办件已收回',

  staff: (name: string) => `工作人员 · ${name}`,
  expert: (name: string) => `志愿服务专家 · ${name}`,

  solved: '问题解决了吗？',
  solvedYes: '解决了',
  solvedNo: '没有解决',
  good: '好在哪里',
  bad: '哪里不好',
  words: '补充说明',
  save: '保存',
  saved: '已保存',

  menuTitle: '更多',
  person: '转人工',
  policies: '政策订阅',
  complaint: '投诉举报',
  myData: '我的数据',
  privacy: '个人信息处理说明',

  complaintIntro: '投诉举报由与所涉人员无关的工作人员处理，被投诉的人看不到。',
  complaintKind: '类型',
  complaintKinds: { complaint: '投诉', report: '举报' },
  complaintText: '内容',
  complaintCase: '涉及的转办件',
  complaintNoCase: '不涉及转办件',
  complaintContact: '联系方式',
  complaintContactHint: '需要告知您结果时使用，加密保存。',
  complaintNumber: '投诉举报编号',
  complaintDone: (time: string) => `已收到，${time}（北京时间）前办结。请记下编号。`,

  exportTitle: '导出',
  exportIntro: '您的咨询、评价、投诉和转办件，存为一个 JSON 文件。',
  exportButton: '下载我的数据',
  copyData: '复制到剪贴板',
  exported: '数据已导出',
  nothingKept: '本机还没有咨询记录，没有可导出或删除的数据。',
  eraseTitle: '全部删除',
  eraseIntro:
    '删除您的全部咨询、联系方式、评价文字和投诉内容，未办结的转办件一并收回。删除后无法恢复，只留下不能识别您的统计数字。',
  eraseWord: '删除',
  eraseAsk: (word: string) => `请输入“${word}”确认`,
  eraseMismatch: (word: string) => `请一字不差地输入“${word}”。`,
  eraseButton: '永久删除我的数据',
  erased: (conversations: number, cases: number) =>
    `已删除：${conversations} 次咨询、${cases} 个转办件。`,
  held: (count: number) =>
    `另有 ${count} 项（咨询或投诉）依法须暂时保留，只保存、不作他用，保留结束后即行删除。`,
}

const en: typeof zh = {
  steps: enSteps,
  fields: enFields,
  reasons: enReasons,
  errors: enErrors,
  optional: ' (optional)',
  cancel: 'Cancel',
  back: 'Back',

  formTitle: 'Ask a person',
  formIntro:
    'The questions and answers of this consultation go to staff with your request. Staff bring in a volunteer expert where one is needed.',
  question: 'Your question',
  name: 'Your name',
  organisation: 'Organisation',
  contact: 'How to reach you',
  contactHint:
    'One of phone, WeChat or e-mail. Stored encrypted; only the staff who handle this can open it.',
  district: 'District',
  districtNone: 'Not sure: the city centre takes it',
  field: 'Kind of question',
  parties: 'Opposing parties',
  partiesHint:
    'Names of organisations or persons, separated by commas. Used only to keep away experts who have ties to them.',
  confidential: 'Handle as confidential',
  confidentialHint:
    'Only those who handle it see it. Nothing goes to outside models, into search, frequent questions or case studies, and exports leave out the text.',
  consent: 'I agree that this service handles the information above for this matter',
  contactConsent:
    'I separately agree that my contact data is given to the volunteer expert who handles this, if an expert is needed',
  contactConsentHint:
    'Experts work in other organisations, so this needs a consent of its own. Without it staff pass messages on; you can change this at any time.',
  readPrivacy: 'Privacy notice',
  submit: 'Submit',
  submitting: 'Submitting…',
  doneTitle: 'Handed over',
  caseNumber: 'Case number',
  toCase: 'See progress',

  caseTitle: (code) => `Case ${code}`,
  progress: 'Progress',
  stepDone: ', done',
  handledBy: (organisation) => `Handled by: ${organisation}`,
  confidentialTag: 'Confidential',
  withdrawn: 'Taken back by you',
  merged: 'Merged into another case',
  due: (time) => `Response due by ${time} (Beijing time)`,
  noDueYet: 'A time for the response will be shown here as soon as there is one.',
  waiting: 'Staff have asked you for more details. Please reply in the box below.',
  giveContact: 'My contact data may be given to the expert who handles this',
  contactGiven: 'Contact data may now be given to the expert',
  contactTaken: 'Consent to give contact data to an expert taken back',
  withdraw: 'Take the case back',
  withdrawAsk:
    'Staff and experts will no longer handle this once you take it back. Take it back now?',
  withdrawYes: 'Yes, take it back',
  withdrawNo: 'No, keep it',
  withdrawnNow: 'The case was taken back',

  staff: (name) => `Staff · ${name}`,
  expert: (name) => `Volunteer expert · ${name}`,

  solved: 'Is your question solved?',
  solvedYes: 'Solved',
  solvedNo: 'Not solved',
  good: 'What was good',
  bad: 'What was not',
  words: 'In your words',
  save: 'Save',
  saved: 'Saved',

  menuTitle: 'More',
  person: 'Ask a person',
  policies: 'Policy notices',
  complaint: 'Complain or report',
  myData: 'My data',
  privacy: 'Privacy notice',

  complaintIntro:
    'Complaints and reports are handled by staff who are not concerned. The person it is about does not see it.',
  complaintKind: 'Kind',
  complaintKinds: { complaint: 'Complaint', report: 'Report of misconduct' },
  complaintText: 'What happened',
  complaintCase: 'Case concerned',
  complaintNoCase: 'None',
  complaintContact: 'How to reach you',
  complaintContactHint: 'Used to tell you the outcome; stored encrypted.',
  complaintNumber: 'Number',
  complaintDone: (time) =>
    `Received; it will be settled by ${time} (Beijing time). Please keep the number.`,

  exportTitle: 'Export',
  exportIntro: 'Your consultations, ratings, complaints and cases in one JSON file.',
  exportButton: 'Download my data',
  copyData: 'Copy to clipboard',
  exported: 'Data exported',
  nothingKept: 'Nothing was asked on this device yet, so there is nothing to export or erase.',
  eraseTitle: 'Erase everything',
  eraseIntro:
    'Erases all your consultations, contact data, words of ratings and complaints; open cases are taken back. This cannot be undone. Only numbers that do not identify you remain.',
  eraseWord: 'ERASE',
  eraseAsk: (word) => `Type “${word}” to confirm`,
  eraseMismatch: (word) => `Please type “${word}” exactly.`,
  eraseButton: 'Erase my data for good',
  erased: (conversations, cases) => `Erased: ${conversations} consultations, ${cases} cases.`,
  held: (count) =>
    ` ${count} more (consultations or complaints) must be kept for now by law: stored, not used, and erased when that ends.`,
}

export type PeopleText = typeof zh

export const peopleText: Record<Language, PeopleText> = { zh, en }

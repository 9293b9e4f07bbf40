import type { CaseResult } from '../../../cases/case-result.ts'
import type { HandOverBody } from './hand-over-form.ts'
import type { Language } from '../../shared/language.ts'
import { partnerWords } from '../../shared/partner-words.ts'

type Kind = NonNullable<HandOverBody['kind']>

const zhKinds: Record<Kind, string> = {
  consultation: '咨询，请人解答',
  service_request: '申请一项服务',
  referral: '转介合作机构',
}
const enKinds: Record<Kind, string> = {
  consultation: 'Advice from a person',
  service_request: 'One of the services',
  referral: 'A referral to a partner',
}

const zhOutcomes: Record<CaseResult['outcome'], string> = {
  done: '已办成',
  partly: '部分办成',
  not_possible: '未能办成',
  passed_on: '已转交',
}
const enOutcomes: Record<CaseResult['outcome'], string> = {
  done: 'Done',
  partly: 'Done in part',
  not_possible: 'Not possible',
  passed_on: 'Passed on',
}

const zh = {
  kind: '需要什么',
  kinds: zhKinds,
  menu: { service_request: '申请公共服务', referral: '转介合作机构' },
  service: '服务事项',
  serviceChoose: '请选择',
  when: '希望的时间',
  whenHint: '例如：12 月上旬，工作日下午。',
  where: '希望的地点',
  whereHint: '例如：海淀区中关村，或线上。',
  partner: '想找哪类机构',
  partnerHint: '只按机构类别转介，不推荐具体的收费机构。',
  partners: partnerWords.zh,
  result: '办理结果',
  resultBy: (by: string, on: string) => `${by}，${on}`,
  outcomes: zhOutcomes,

  confidentialOn:
    '这件事将这样办理：提交时注明保密；问题不交给外部模型；只有办理人能看，查看都有记录；不进搜索、热点和案例。此前已发送的问答不能收回，但同样按保密存档。',
  confidentialMark: '请保密。',

  correctTitle: '更正联系方式',
  correctIntro:
    '改正未办结转办件里的称呼、单位和联系方式。新内容加密保存，办理记录里只写“已更正”。',
  correctLoad: '查看并更正',
  correctNone: '没有未办结的转办件，不需要更正。',
  correctSave: '保存更正',
  correctNothing: '内容没有变化。',
  corrected: (cases: number) => `已更正 ${cases} 个转办件里的联系方式。`,
  address: '地址',

  secretTitle: '这段文字像未公开的技术方案或商业秘密',
  secretIntro:
    '专利申请前公开技术内容，可能丧失新颖性；商业秘密说出去，也可能失去保护。只在本机作了判断，还没有发送，判断也可能不准。',
  secretPasted: '刚粘贴的文字还没有发送。',
  secretConfidential: '按保密转人工',
  secretConfidentialHint: '文字随保密转办件交给工作人员，不交给外部模型，不用于搜索和案例。',
  secretEdit: '返回，删去细节再问',
  secretEditHint: '多数问题不用写技术细节，例如“新材料配方想申请专利，怎样走优先审查？”',
  secretSend: '仍然发送',
}

const en: typeof zh = {
  kind: 'What you need',
  kinds: enKinds,
  menu: { service_request: 'Request a public service', referral: 'Ask for a referral' },
  service: 'Service',
  serviceChoose: 'Please choose',
  when: 'When',
  whenHint: 'Such as: early December, afternoons.',
  where: 'Where',
  whereHint: 'Such as: Zhongguancun in Haidian, or online.',
  partner: 'Kind of partner',
  partnerHint: 'Referrals name kinds of bodies, never a firm that is paid.',
  partners: partnerWords.en,
  result: 'Result',
  resultBy: (by, on) => `${by}, ${on}`,
  outcomes: enOutcomes,

  confidentialOn:
    'This is how it will be handled: it is marked confidential when it is submitted; no outside model gets the question; only those who handle it can read it, and every look is recorded; it stays out of search, frequent questions and case studies. What was sent before cannot be called back, but is archived as confidential too.',
  confidentialMark: 'Confidential. ',

  correctTitle: 'Correct contact data',
  correctIntro:
    'Corrects name, organisation and contact of your open cases. They are stored encrypted; the record of the case says only that they were corrected.',
  correctLoad: 'Show and correct',
  correctNone: 'You have no open case, so there is nothing to correct.',
  correctSave: 'Save corrections',
  correctNothing: 'Nothing was changed.',
  corrected: (cases) => `Contact data corrected in ${cases} cases.`,
  address: 'Address',

  secretTitle: 'This reads like an unpublished invention or a business secret',
  secretIntro:
    'An invention that is told before its filing may no longer be new, and a secret that is told may lose its protection. This was judged on your device only, may be wrong, and nothing has been sent.',
  secretPasted: 'The text that you pasted has not been sent.',
  secretConfidential: 'Hand over in confidence',
  secretConfidentialHint:
    'The text goes to staff with a confidential case: to no outside model, not into search or case studies.',
  secretEdit: 'Go back and leave out details',
  secretEditHint:
    'Most questions need no technical details, such as “How is a new material examined with priority?”',
  secretSend: 'Send it anyway',
}

export type RequestText = typeof zh

export const requestText: Record<Language, RequestText> = { zh, en }

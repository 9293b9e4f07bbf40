import type { PartnerKind } from '../../../shared/partner-kinds.ts'
import { partnerWords } from '../../shared/partner-words.ts'
import type { CaseResult } from '../../../cases/case-result.ts'

type Words = {
  writtenBrief: string
  madeBy: (model: string) => string
  facts: string
  question: string
  answer: string
  askBack: string
  leftOut: (count: number) => string
  useAsDraft: string
  isDraft: string
  replaceTitle: string
  replaceNote: string
  search: string
  searchLabel: string
  searchButton: string
  searchNone: string
  cite: (clause: string) => string
  cited: string
  service: string
  when: string
  where: string
  partner: string
  partners: Record<PartnerKind, string>
  result: string
  resultNote: string
  resultDone: string
  doer: string
  doers: Record<CaseResult['doer'], string>
  by: string
  byNote: string
  on: string
  outcome: string
  outcomes: Record<CaseResult['outcome'], string>
  followUpOn: string
  followUpNote: string
  noFollowUp: string
  recordedAt: string
  save: string
  correct: string
  saved: string
  takesFirst: string
}

const zh: Words = {
  writtenBrief: '模型写的简报',
  madeBy: (model) => `模型：${model}`,
  facts: '情况',
  question: '争议问题',
  answer: '建议答复',
  askBack: '建议追问',
  leftOut: (count) => `另有 ${count} 行没有通过校验，已略去。`,
  useAsDraft: '用作答复草稿',
  isDraft: '答复框里就是这份建议答复',
  replaceTitle: '用建议答复替换答复框里的文字？',
  replaceNote: '您写的文字会被替换，不能恢复。',
  search: '查找条款',
  searchLabel: '查找法规、办法里的条款',
  searchButton: '查找',
  searchNone: '没有找到。',
  cite: (clause) => `加入依据：${clause}`,
  cited: '已加入',
  service: '服务事项',
  when: '希望的时间',
  where: '希望的地点',
  partner: '机构类别',
  partners: partnerWords.zh,
  result: '办理结果',
  resultNote: '保存后，服务对象立刻看得到，这一件转为已答复。只写一家机构，不写联系方式和收费。',
  resultDone: '办了什么',
  doer: '谁办的',
  doers: {
    centre: '中心',
    station: '工作站',
    public_body: '公共机构',
    partner: '合作机构',
  },
  by: '机构名称',
  byNote: '只写一家。',
  on: '办理日期',
  outcome: '结果',
  outcomes: { done: '已办成', partly: '部分办成', not_possible: '未能办成', passed_on: '已转交' },
  followUpOn: '回访日期（可不填）',
  followUpNote: '到期会出现在“回访”里。',
  noFollowUp: '不回访',
  recordedAt: '登记时间',
  save: '登记办理结果',
  correct: '更正办理结果',
  saved: '办理结果已登记，服务对象看得到',
  takesFirst: '这一件会先归到您名下。',
}

const en: Words = {
  writtenBrief: 'Brief by the model',
  madeBy: (model) => `Model: ${model}`,
  facts: 'Facts',
  question: 'Question in dispute',
  answer: 'Suggested answer',
  askBack: 'What to ask back',
  leftOut: (count) =>
    `${count} more ${count === 1 ? 'line' : 'lines'} did not pass the checks and ${count === 1 ? 'was' : 'were'} left out.`,
  useAsDraft: 'Use as the draft',
  isDraft: 'The reply below begins with this suggested answer',
  replaceTitle: 'Replace the words of the reply with the suggested answer?',
  replaceNote: 'What you have written is replaced and cannot be brought back.',
  search: 'Find a clause',
  searchLabel: 'Find a clause of the laws and measures',
  searchButton: 'Find',
  searchNone: 'Nothing was found.',
  cite: (clause) => `Add evidence: ${clause}`,
  cited: 'Added',
  service: 'Service',
  when: 'When',
  where: 'Where',
  partner: 'Kind of partner',
  partners: partnerWords.en,
  result: 'Result',
  resultNote:
    'The asker sees it as soon as it is saved, and the case counts as answered. Name one body only, without contact data or fees.',
  resultDone: 'What was done',
  doer: 'Who did it',
  doers: {
    centre: 'A centre',
    station: 'A station',
    public_body: 'A public body',
    partner: 'A partner',
  },
  by: 'Name of the body',
  byNote: 'One only.',
  on: 'Day',
  outcome: 'Outcome',
  outcomes: {
    done: 'Done',
    partly: 'Done in part',
    not_possible: 'Not possible',
    passed_on: 'Passed on',
  },
  followUpOn: 'Follow up on (optional)',
  followUpNote: 'It appears among the follow-ups on that day.',
  noFollowUp: 'none',
  recordedAt: 'Noted',
  save: 'Note the result',
  correct: 'Correct the result',
  saved: 'The result is noted; the asker can see it',
  takesFirst: 'The case will be in your hands first.',
}

/** Words of the case screen about briefs by a model, requests and their results. */
export const requestText = { zh, en }

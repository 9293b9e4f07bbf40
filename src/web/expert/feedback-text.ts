import type { ServiceWay } from '../../shared/service-feedback.ts'
import type { Language } from '../shared/language.ts'

const zhWays: Record<ServiceWay, string> = {
  written: '书面答复',
  phone: '电话',
  online: '视频或线上',
  on_site: '当面或上门',
}
const enWays: Record<ServiceWay, string> = {
  written: 'In writing',
  phone: 'By phone',
  online: 'Online or video',
  on_site: 'In person',
}

const zh = {
  feedbackTitle: '服务反馈',
  feedbackIntro: '按《知识产权公共服务规范》8.4，参加服务的情况以文字形式反馈给管理机构。',
  feedbackDone: '反馈已提交，可以修改后再次提交。',
  way: '服务方式',
  ways: zhWays,
  minutes: '用时（分钟）',
  minutesWrong: '请填写 1 到 10000 的整数。',
  outcome: '服务结果',
  outcomeMissing: '请写明服务结果。',
  advice: '建议（选填）',
  wayMissing: '请选择服务方式。',
  feedbackSend: '提交反馈',
  feedbackSent: '反馈已提交，谢谢。',
}

const en: typeof zh = {
  feedbackTitle: 'Service feedback',
  feedbackIntro:
    'Service specification, 8.4: experts report in writing on the service they gave to the organisation that keeps the roster.',
  feedbackDone: 'Sent. You can change it and send it again.',
  way: 'How you served',
  ways: enWays,
  minutes: 'Minutes spent',
  minutesWrong: 'Please give a whole number from 1 to 10000.',
  outcome: 'Result',
  outcomeMissing: 'Please say what came of it.',
  advice: 'Suggestions (optional)',
  wayMissing: 'Please choose how you served.',
  feedbackSend: 'Send feedback',
  feedbackSent: 'Feedback sent, thank you.',
}

export const feedbackText: Record<Language, typeof zh> = { zh, en }

import type { Language } from './language.ts'

/** Changes with every change of the text below. */
export const privacyVersion = '2026-11-23.3'

type Notice = { version: string; parts: { heading: string; text: string }[] }

const zh: Notice = {
  version: '版本',
  parts: [
    {
      heading: '处理什么',
      text: '您的提问和本服务的回答；转人工时您填写的称呼、单位、联系方式、所在区和争议对方；培训报名时填写的姓名、单位、电话，签到、评价和问卷；订阅政策通知时选的主题和区；您的评价和投诉举报。咨询不需要注册，本机保存一个 30 天有效的凭证，用来找回您的咨询。',
    },
    {
      heading: '用来做什么',
      text: '回答问题、办理转办件、组织培训、发送您订阅的政策通知、回访、处理投诉举报，以及不识别个人的统计。不作其他用途。',
    },
    {
      heading: '谁能看到',
      text: '联系方式加密保存，只有办理的工作人员能打开；培训报名信息只有主办机构及其上级的工作人员能打开，取消报名即删除。专家在其他单位任职，只有您单独同意后才能看到联系方式，您可以随时撤回。提问发给外部模型之前，会先遮蔽电话、证件号等个人信息；保密咨询不发给外部模型。',
    },
    {
      heading: '保存多久',
      text: '咨询在 12 个月（运营方另有设置的从其设置）没有活动后匿名化：文字和联系方式删除，只留下不能识别您的记录。没有办结的转办件和投诉，以及依法须保留的，等办结或保留结束。',
    },
    {
      heading: '您的权利',
      text: '您可以在“更多 › 我的数据”里查阅、导出、删除，更正办理中的称呼、单位和联系方式，在“更多 › 政策订阅”里退订，在转办件里撤回同意或收回转办件。对处理方式有意见的，可以在“更多 › 投诉举报”里提出。',
    },
    {
      heading: '请不要填写',
      text: '国家秘密、商业秘密的具体内容，以及与咨询无关的个人信息。',
    },
  ],
}

const en: Notice = {
  version: 'Version',
  parts: [
    {
      heading: 'What is handled',
      text: 'Your questions and the answers; when you ask for a person, the name, organisation, contact, district and opposing parties that you fill in; when you register for training, name, organisation and telephone, attendance, rating and questionnaire; when you subscribe to policy notices, the topics and districts; your ratings and complaints. No account is needed: this device keeps a token, good for 30 days, that finds your consultations again.',
    },
    {
      heading: 'What for',
      text: 'Answering, handling cases, holding training, sending the policy notices you subscribed to, following up, settling complaints, and statistics that identify nobody. Nothing else.',
    },
    {
      heading: 'Who sees it',
      text: 'Contact data is stored encrypted; only the staff who handle your case can open it; what you give for training is opened by staff of the organiser and those above only, and deleted when you withdraw. Experts work in other organisations and see it only after your separate consent, which you can take back at any time. Phone and identity numbers and the like are masked before a question goes to an outside model; confidential consultations do not go to outside models.',
    },
    {
      heading: 'How long',
      text: 'After 12 months without activity (unless the operator has set another term) a consultation is made anonymous: words and contact data go, and only a record that does not identify you stays. Open cases and complaints, and what the law requires to be kept, wait until that has ended.',
    },
    {
      heading: 'Your rights',
      text: 'Under “More › My data” you can see, export and erase your data and correct the contact data of cases under way; under “More › Policy notices” you can unsubscribe; in a case you can take back your consent or the case. If you object to how your data is handled, use “More › Complain or report”.',
    },
    {
      heading: 'Please leave out',
      text: 'State secrets, the substance of trade secrets, and personal data that is not needed.',
    },
  ],
}

export const privacyText: Record<Language, Notice> = { zh, en }

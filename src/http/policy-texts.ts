/** Of 政策通知, and of those who subscribe to them. */
export const policyTexts = {
  policy_unknown: { zh: '没有找到这条政策通知。', en: 'There is no such policy notice.' },
  policy_changed: {
    zh: '这条通知刚刚被改动，或已不在可以这样办理的状态。请刷新后再试。',
    en: 'The notice has just been changed, or its state does not allow this. Please reload.',
  },
  policy_second_person: {
    zh: '写过或改过这条通知的人不能审核，请由另一人审核。',
    en: 'Whoever wrote or changed the notice cannot approve it; a second person does.',
  },
  policy_topics: { zh: '请至少选择一个主题。', en: 'Please choose one topic at least.' },
  policy_consent: {
    zh: '需要您同意才能订阅。',
    en: 'Your consent is needed to subscribe.',
  },
  policy_reason: { zh: '请写明原因。', en: 'Please give a reason.' },
  policy_own_district: {
    zh: '区中心和工作站只能向本区发送，请选择本区。',
    en: 'A district centre or station addresses its own district: please choose that one.',
  },
} as const

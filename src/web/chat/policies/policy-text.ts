const zh = {
  intro:
    '按您选的主题和区，把工作人员编写、经另一人审核的政策摘要发给您。每周不超过几条，夜间不发，随时可以退订。在微信里咨询的，同时发到微信。',
  topics: '主题',
  districts: '区（不选为全市各区）',
  consent: '我同意本服务为发送政策通知处理我的订阅选择',
  consentHint: '只用于发送通知；退订即删除。',
  subscribe: '订阅',
  change: '保存修改',
  leave: '退订',
  subscribed: '已订阅。新的通知会列在这里。',
  left: '已退订，不会再发。',
  since: (time: string) => `您于 ${time} 同意订阅。`,
  received: '收到的通知',
  none: '还没有收到通知。',
  withdrawn: '已撤回',
  reason: (reason: string) => `原因：${reason}`,
  source: '依据：',
  errors: { topics: '请至少选择一个主题。', consent: '需要您同意才能订阅。' },
}

const en: typeof zh = {
  intro:
    'Summaries of policies on the topics and districts that you choose, written by staff and approved by a second person. A few a week at most, never at night; you can unsubscribe at any time. Who asks in WeChat is told there too.',
  topics: 'Topics',
  districts: 'Districts (none: all of them)',
  consent: 'I consent to the use of these choices for sending me policy notices',
  consentHint: 'For nothing else; deleted when you unsubscribe.',
  subscribe: 'Subscribe',
  change: 'Save',
  leave: 'Unsubscribe',
  subscribed: 'You have subscribed. New notices are listed here.',
  left: 'You have unsubscribed; nothing more is sent.',
  since: (time) => `You consented on ${time}.`,
  received: 'Notices received',
  none: 'There are none yet.',
  withdrawn: 'Withdrawn',
  reason: (reason) => `Reason: ${reason}`,
  source: 'Source: ',
  errors: { topics: 'Please choose one topic at least.', consent: 'Your consent is needed.' },
}

export const policyText = { zh, en }

/** Of the links between WeChat and the pages; keys as in `texts.ts`. */
export const wechatTexts = {
  link_used: {
    zh: '这个链接已经用过或已过期。请回到公众号，回复“我的咨询”获取新的链接。',
    en: 'This link was used or has expired. Please ask for a new one in WeChat.',
  },
  wechat_state: {
    zh: '没有能够确认您的微信身份，请回到公众号再试一次。',
    en: 'WeChat could not tell who you are. Please go back and try again.',
  },
} as const

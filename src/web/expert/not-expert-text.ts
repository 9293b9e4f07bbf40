import type { Language } from '../shared/language.ts'

const zh = {
  notExpert: '这里供志愿服务专家使用。您的账号请在工作人员的控制台登录。',
  toConsole: '打开控制台',
  other: '换一个账号登录',
}

const en: typeof zh = {
  notExpert: 'This page is for volunteer experts. Your account belongs to the staff console.',
  toConsole: 'Open the console',
  other: 'Sign in with another account',
}

export const notExpertText: Record<Language, typeof zh> = { zh, en }

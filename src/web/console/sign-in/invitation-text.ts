const zh = {
  title: '用邀请码建立账号',
  intro: '邀请码由管理员发给您，72 小时内有效，只能用一次。建立后请登录，并绑定动态验证码。',
  labels: {
    code: '邀请码',
    name: '姓名',
    email: '邮箱（可不填）',
    username: '用户名',
    password: '新密码',
    again: '再输入一次新密码',
  },
  notes: {
    email: '用于接收通知，加密保存。',
    username: '3 到 64 位小写字母、数字、点、下划线或连字符。',
    password:
      '至少 12 个字符，小写字母、大写字母、数字、其他字符中至少三种；不要用姓名和常用密码。',
  },
  different: '两次输入的新密码不一致。',
  create: '建立账号',
  back: '返回登录',
}

const en: typeof zh = {
  title: 'Make an account with an invitation code',
  intro:
    'An administrator sends you the code; it is good once, for 72 hours. Sign in after that and set up an authenticator app.',
  labels: {
    code: 'Invitation code',
    name: 'Your name',
    email: 'E-mail (optional)',
    username: 'User name',
    password: 'New password',
    again: 'New password again',
  },
  notes: {
    email: 'For notices; stored encrypted.',
    username: '3 to 64 lower-case letters, digits, dots, underscores or hyphens.',
    password:
      '12 characters at least; no names, no common passwords, not the name of this service.',
  },
  different: 'The two new passwords differ.',
  create: 'Make the account',
  back: 'Back to sign-in',
}

export const invitationText = { zh, en }

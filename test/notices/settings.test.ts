import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'

const secret = 'x'.repeat(32)

test('nothing leaves the service where nothing is set', () => {
  expect(readConfig({}).notices).toEqual({
    publicUrl: undefined,
    smtp: undefined,
    wecomApp: undefined,
    wecomRobotUrl: undefined,
    webhook: undefined,
  })
})

test('each channel is there when its settings are', () => {
  const { notices } = readConfig({
    PUBLIC_URL: 'https://zhiwen.example/',
    SMTP_URL: 'smtps://user:password@mail.example:465',
    SMTP_FROM: 'service@zhiwen.example',
    WECOM_CORPID: 'corp',
    WECOM_AGENT_ID: '1000002',
    WECOM_AGENT_SECRET: 'secret',
    WECOM_ROBOT_URL: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k',
    WEBHOOK_URL: 'https://other.example/notices',
    WEBHOOK_SECRET: secret,
  })
  expect(notices).toEqual({
    publicUrl: 'https://zhiwen.example',
    smtp: { url: 'smtps://user:password@mail.example:465', from: 'service@zhiwen.example' },
    wecomApp: {
      apiBase: 'https://qyapi.weixin.qq.com',
      corpId: 'corp',
      agentId: 1_000_002,
      agentSecret: 'secret',
      callback: undefined,
    },
    wecomRobotUrl: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k',
    webhook: { url: 'https://other.example/notices', secret },
  })
})

test('half of a channel is refused at the start, with what it lacks', () => {
  const problems: [Record<string, string>, string][] = [
    [{ SMTP_URL: 'smtp://mail.example' }, 'SMTP_URL needs SMTP_FROM'],
    [{ WEBHOOK_URL: 'https://other.example' }, 'WEBHOOK_URL needs WEBHOOK_SECRET'],
    [
      { WECOM_AGENT_ID: '1', WECOM_CORPID: 'corp' },
      'WECOM_AGENT_ID needs WECOM_CORPID and WECOM_AGENT_SECRET',
    ],
    [
      { WECOM_AGENT_TOKEN: 'token' },
      'WECOM_AGENT_TOKEN needs WECOM_AGENT_AES_KEY and WECOM_AGENT_ID and PUBLIC_URL',
    ],
    [{ WEBHOOK_URL: 'https://other.example', WEBHOOK_SECRET: 'short' }, 'WEBHOOK_SECRET: '],
    [{ SMTP_URL: 'http://mail.example', SMTP_FROM: 'a@b.example' }, 'SMTP_URL: '],
    [{ SMTP_URL: 'smtp://mail.example', SMTP_FROM: 'nobody' }, 'SMTP_FROM: '],
  ]
  for (const [given, problem] of problems) expect(() => readConfig(given)).toThrow(problem)
})

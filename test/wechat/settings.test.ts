import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { tellFinding } from '../../src/shared/channel-findings.ts'
import { AppError } from '../../src/shared/errors.ts'
import { findMenuProblems } from '../../src/wechat/channel/check-menu.ts'
import { ACCOUNT, KF } from './accounts.ts'

function complaintOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
  return ''
}

const PRODUCTION = {
  DEPLOYMENT: 'production',
  EMBED_ORIGINS: 'https://a.example',
  PUBLIC_URL: 'https://zhiwen.example.cn',
}
const { WECHAT_TEST_CLOCK: _, ...LIVE } = ACCOUNT

test('without settings there is no WeChat; with them, both accounts', () => {
  expect(readConfig({}).wechat).toEqual({
    account: undefined,
    kf: undefined,
    menuFile: undefined,
    testClock: false,
  })
  const { wechat } = readConfig({ ...ACCOUNT, ...KF })
  expect(wechat.account).toMatchObject({ mode: 'safe', verified: true, passiveDeadlineMs: 4_000 })
  expect(wechat.kf?.openKfid).toBe(KF.WECOM_KF_OPEN_KFID)
})

test('production takes safe mode only, with a public address and without the clock of tests', () => {
  expect(complaintOf({ ...PRODUCTION, ...LIVE })).toBe('')
  for (const mode of ['plain', 'compat']) {
    expect(complaintOf({ ...PRODUCTION, ...LIVE, WECHAT_MODE: mode })).toContain('WECHAT_MODE')
  }
  expect(complaintOf({ ...PRODUCTION, ...ACCOUNT })).toContain('WECHAT_TEST_CLOCK')
  expect(complaintOf({ ...PRODUCTION, ...LIVE, PUBLIC_URL: '' })).toContain('PUBLIC_URL')
})

test('a token alone, and an account without its key, are of no use', () => {
  expect(complaintOf({ WECHAT_TOKEN: 'token' })).toContain('WECHAT_TOKEN needs')
  expect(complaintOf({ ...ACCOUNT, WECHAT_AES_KEY: '' })).toContain('WECHAT_AES_KEY')
  expect(complaintOf({ ...ACCOUNT, WECHAT_AES_KEY: 'short' })).toContain('43 letters')
  expect(complaintOf({ ...KF, WECOM_CORPID: '' })).toContain('WECOM_CORPID')
})

const saidOf = (menu: Parameters<typeof findMenuProblems>[0]['menu']) =>
  findMenuProblems({ menu }).map((finding) => tellFinding(finding, 'zh'))[0]

const click = (name: string) => ({ name, type: 'click' as const, key: 'K' })

test('a menu that the platform would refuse is refused before, in words', () => {
  const good = { button: [click('我要咨询'), { name: '我的', sub_button: [click('办理进度')] }] }
  expect(findMenuProblems({ menu: good })).toEqual([])
  const four = { button: Array.from({ length: 4 }, () => click('一')) }
  expect(saidOf(four)).toContain('最多 3 个')
  const long = { button: [click('名称太长了')] }
  expect(saidOf(long)).toContain('超过 4 个字')
  const six = { button: [{ name: '一', sub_button: Array.from({ length: 6 }, () => click('二')) }] }
  expect(saidOf(six)).toContain('最多 5 个')
  const noAddress = { button: [{ name: '一', type: 'view' as const, url: 'javascript:x' }] }
  expect(saidOf(noAddress)).toContain('http')
})

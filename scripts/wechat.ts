/**
 * `npm run wechat -- check` says in words what is wrong with the settings of WeChat.
 * `npm run wechat -- apply FILE.yml [--dry-run]` checks menu and templates against all limits, and sets the menu.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { readConfig } from '../src/config.ts'
import { AppError } from '../src/shared/errors.ts'
import { type Api, createApi } from '../src/wechat/api/call-api.ts'
import { askForAccountToken } from '../src/wechat/api/tokens.ts'
import { findMenuProblems, WechatFile } from '../src/wechat/check-menu.ts'
import type { AccountConfig } from '../src/wechat/settings.ts'
import { checkWechat } from './wechat/check.ts'

const { values, positionals } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false } },
  allowPositionals: true,
})

const commands: Record<string, () => Promise<boolean>> = { check: checkSettings, apply: applyFile }
const command = commands[positionals[0] ?? '']
if (!command) {
  console.error('npm run wechat -- check | apply FILE.yml [--dry-run]')
  process.exit(2)
}
try {
  process.exitCode = (await command()) ? 0 : 1
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function checkSettings(): Promise<boolean> {
  const findings = await checkWechat(readConfig(process.env))
  for (const { good, text } of findings) console.log(`${good ? '✓' : '✗'} ${text}`)
  return findings.every(({ good }) => good)
}

async function applyFile(): Promise<boolean> {
  const path = positionals[1]
  if (path === undefined)
    throw new AppError('invalid', '请给出文件，例如：apply wechat.yml --dry-run')
  const parsed = WechatFile.safeParse(parse(await readFile(path, 'utf8')))
  const problems = parsed.success
    ? findMenuProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  for (const problem of problems) console.log(`✗ ${problem}`)
  if (!parsed.success || problems.length > 0) return false
  console.log('✓ 菜单符合微信的全部限制')
  if (values['dry-run']) {
    console.log(JSON.stringify(parsed.data.menu, null, 2))
    return true
  }
  const api = openApi()
  return (await checkTemplates(api, parsed.data)) && (await createMenu(api, parsed.data))
}

function openApi(): Api {
  const { account } = readConfig(process.env).wechat
  const secret = account?.secret
  if (!account || secret === undefined) {
    throw new AppError(
      'invalid',
      '没有设置 WECHAT_APPID、WECHAT_GH_ID、WECHAT_TOKEN 和 WECHAT_SECRET',
    )
  }
  return createApi({
    base: account.apiBase,
    platform: 'account',
    tokens: passingTokens({ ...account, secret }),
    log: () => {},
  })
}

/** For one run: no token is kept. */
function passingTokens(config: AccountConfig & { secret: string }) {
  const get = async () => ({ value: (await askForAccountToken(config)).value, version: 0 })
  return { get, drop: () => Promise.resolve() }
}

async function checkTemplates(api: Api, { templates }: WechatFile): Promise<boolean> {
  if (templates.length === 0) return true
  const outcome = await api.get('/cgi-bin/template/get_all_private_template', {})
  if (outcome.action !== 'ok') return report(`读不到模板列表（${outcome.errcode ?? '没有应答'}）`)
  const known = JSON.stringify(outcome.body)
  const wrong = templates.filter(({ id, fields }) => {
    return !known.includes(`"${id}"`) || fields.some((field) => !known.includes(`${field}.DATA`))
  })
  for (const { id } of wrong) report(`模板 ${id} 不在账号里，或者缺少所列的字段`)
  return wrong.length === 0
}

async function createMenu(api: Api, { menu }: WechatFile): Promise<boolean> {
  const outcome = await api.post('/cgi-bin/menu/create', { body: menu })
  if (outcome.action !== 'ok') return report(`菜单没有被接受（${outcome.errcode ?? '没有应答'}）`)
  console.log('✓ 菜单已设置，最长 5 分钟后在手机上可见')
  return true
}

function report(text: string): false {
  console.log(`✗ ${text}`)
  return false
}

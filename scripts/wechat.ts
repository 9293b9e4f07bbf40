/**
 * `npm run wechat -- check` says in words what is wrong with the settings of WeChat.
 * `npm run wechat -- apply [FILE.yml] [--dry-run]` checks menu and templates against all limits, and sets the menu;
 * without a file that of WECHAT_FILE, or else the standard menu.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { type Api, createApi } from '../src/platform/call-api.ts'
import { askForAccountToken } from '../src/platform/tokens.ts'
import { type Finding, tellFinding } from '../src/shared/channel-findings.ts'
import { AppError } from '../src/shared/errors.ts'
import { checkChannel } from '../src/wechat/channel/check-settings.ts'
import { readMenuSource } from '../src/wechat/channel/menu-file.ts'
import { createMenu, tryMenu } from '../src/wechat/channel/publish-menu.ts'

const { values, positionals } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false } },
  allowPositionals: true,
})

const commands: Record<string, () => Promise<boolean>> = { check: checkSettings, apply: applyFile }
const command = commands[positionals[0] ?? '']
if (!command) {
  console.error('npm run wechat -- check | apply [FILE.yml] [--dry-run]')
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
  const { wechat, notices } = readConfig(process.env)
  const { wecomApp: app, publicUrl } = notices
  return report(await checkChannel({ ...wechat, app, publicUrl }))
}

async function applyFile(): Promise<boolean> {
  const config = readConfig(process.env)
  const path = positionals[1] ?? config.wechat.menuFile
  const read = path === undefined ? undefined : () => readFile(path, 'utf8')
  const source = await readMenuSource(read, config.notices.publicUrl ?? '')
  if (!report(source.findings) || !source.content) return false
  if (values['dry-run']) {
    console.log(JSON.stringify(source.content.menu, null, 2))
    return report([{ good: true, code: 'menu_good', data: {} }])
  }
  const api = openApi()
  const { findings, hash } = await tryMenu(api, source)
  return report(findings) && hash !== undefined && report([await createMenu(api, source.content)])
}

/** For one run: no token is kept. */
function openApi(): Api {
  const { account } = readConfig(process.env).wechat
  const secret = account?.secret
  if (!account || secret === undefined) {
    throw new AppError(
      'invalid',
      '没有设置 WECHAT_APPID、WECHAT_GH_ID、WECHAT_TOKEN 和 WECHAT_SECRET',
    )
  }
  const get = async () => ({
    value: (await askForAccountToken({ ...account, secret })).value,
    version: 0,
  })
  const tokens = { get, drop: () => Promise.resolve() }
  return createApi({ base: account.apiBase, platform: 'account', tokens, log: () => {} })
}

/** @returns whether all of it is good */
function report(findings: Finding[]): boolean {
  for (const finding of findings) {
    console.log(`${finding.good ? '✓' : '✗'} ${tellFinding(finding, 'zh')}`)
  }
  return findings.every(({ good }) => good)
}

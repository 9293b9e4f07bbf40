import type { Deps } from '../../deps.ts'
import { isSwitchedOff } from '../../operation/switches.ts'
import type { Api } from '../../platform/call-api.ts'
import type { AccountConfig, NoticeTemplate } from '../settings.ts'
import { type ChannelConfig, checkChannel } from './check-settings.ts'
import { type MenuSource, readMenuSource } from './menu-file.ts'
import { checkTemplates, listTemplates, unread, wantedTemplates } from './templates.ts'

const nothing: ChannelConfig = {
  account: undefined,
  kf: undefined,
  app: undefined,
  publicUrl: undefined,
}

const settingsOf = ({ wechat }: Deps): ChannelConfig => wechat?.settings ?? nothing

const apiOf = ({ wechat }: Deps): Api | undefined => wechat?.account?.api

/** The channel as it is set, without any secret, and the menu that would be published. */
export async function readChannel(deps: Deps) {
  const { account, kf, app } = settingsOf(deps)
  const publicUrl = deps.settings.publicUrl ?? ''
  const { from, content, findings } = await readMenu(deps)
  return {
    account: account ? presentAccount(account, publicUrl) : null,
    kf: kf
      ? {
          openKfid: kf.openKfid,
          callback: `${publicUrl}/wechat/kf`,
          servicer: kf.servicer ?? null,
        }
      : null,
    app: app
      ? { agentId: app.agentId, callback: app.callback ? `${publicUrl}/wechat/app` : null }
      : null,
    off: await isSwitchedOff(deps.db, 'wechat'),
    menu: { from, entries: content?.menu.button ?? [], findings },
  }
}

function presentAccount(account: AccountConfig, publicUrl: string) {
  const { appId, mode, verified, secret, passiveDeadlineMs } = account
  const nameOf = (template: NoticeTemplate | undefined) => template?.id ?? null
  return {
    appId,
    mode,
    callback: `${publicUrl}/wechat/oa`,
    pushes: verified && secret !== undefined,
    passiveDeadlineMs,
    replyTemplate: nameOf(account.replyTemplate),
    subscribeTemplate: nameOf(account.subscribeTemplate),
  }
}

export const checkChannelOf = (deps: Deps) => checkChannel(settingsOf(deps))

/** What is set, with the way to WeChat where there is one. */
export async function readPublishable(
  deps: Deps,
): Promise<{ api: Api | undefined; source: MenuSource }> {
  return { api: apiOf(deps), source: await readMenu(deps) }
}

const readMenu = (deps: Deps) =>
  readMenuSource(deps.wechat?.readMenuFile, deps.settings.publicUrl ?? '')

/** The template messages of the account, and whether that of the settings is one of them. */
export async function readTemplates(deps: Deps) {
  const { account } = settingsOf(deps)
  const api = apiOf(deps)
  if (!account || !api) return { templates: [], findings: [] }
  const known = await listTemplates(api)
  if (!('list' in known)) return { templates: [], findings: [unread(known)] }
  return { templates: known.list, findings: checkTemplates(known, wantedTemplates(account)) }
}

import { z } from 'zod'
import { actedByAny, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Deps } from '../../deps.ts'
import type { Api } from '../../platform/call-api.ts'
import { bad, type Finding, good } from '../../shared/channel-findings.ts'
import { AppError } from '../../shared/errors.ts'
import type { WechatFile } from './check-menu.ts'
import type { MenuSource } from './menu-file.ts'
import { checkTemplates, listTemplates } from './templates.ts'

const NO_MENU = 46_003

export type Trial = {
  findings: Finding[]
  /** Names what was tried; undefined where it cannot be published. */
  hash: string | undefined
}

/** Everything but the publishing: limits, templates, and what stands in WeChat now. */
export async function tryMenu(api: Api | undefined, source: MenuSource): Promise<Trial> {
  const { content, findings, hash } = source
  if (!content || findings.length > 0) return { findings, hash: undefined }
  if (!api) return { findings: [good('menu_good'), bad('not_pushing')], hash: undefined }
  const all = [
    good('menu_good'),
    await compareMenu(api, content),
    ...checkTemplates(await listTemplates(api), content.templates),
  ]
  return { findings: all, hash: all.every((each) => each.good) ? hash : undefined }
}

type Publishing = { api: Api | undefined; source: MenuSource; hash: string; by?: ActingAccount }

/**
 * Replaces the menu in WeChat by what was tried under this hash. @returns how it ended
 * @throws AppError `conflict` where the file is another one by now, or was never fit
 */
export async function publishMenu(
  { db }: Pick<Deps, 'db'>,
  { api, source, hash, by }: Publishing,
): Promise<Finding> {
  const { content, findings } = source
  if (!api || !content || findings.length > 0 || source.hash !== hash) {
    throw new AppError('conflict', 'menu_changed_meanwhile')
  }
  const finding = await createMenu(api, content)
  await appendAudit(db, {
    ...actedByAny(by),
    action: 'publish_menu',
    objectId: 'wechat.menu',
    result: finding.good ? 'ok' : 'failed',
    details: {},
  })
  return finding
}

/** Overwrites the whole menu (自定义菜单 创建接口). */
export async function createMenu(api: Api, { menu }: WechatFile): Promise<Finding> {
  const { action, errcode } = await api.post('/cgi-bin/menu/create', { body: menu })
  return action === 'ok'
    ? good('menu_published')
    : bad('menu_refused', { errcode: String(errcode ?? '—') })
}

type Entry = {
  name: string
  type?: string | undefined
  key?: string | undefined
  url?: string | undefined
  sub_button?: Entry[] | undefined
}
const Entry: z.ZodType<Entry> = z.lazy(() =>
  z.object({
    name: z.string(),
    type: z.string().optional(),
    key: z.string().optional(),
    url: z.string().optional(),
    sub_button: z.array(Entry).optional(),
  }),
)
const Published = z.looseObject({ menu: z.object({ button: z.array(Entry) }) })

async function compareMenu(api: Api, { menu }: WechatFile): Promise<Finding> {
  const { errcode, action, body } = await api.get('/cgi-bin/menu/get', {})
  if (errcode === NO_MENU) return good('menu_first')
  const published = Published.safeParse(body)
  if (action !== 'ok' || !published.success) {
    return bad('menu_unread', { errcode: String(errcode ?? '—') })
  }
  const isSame = shapeOf(published.data.menu.button) === shapeOf(menu.button)
  return good(isSame ? 'menu_same' : 'menu_differs')
}

/** WeChat gives entries without any below them an empty list. */
function shapeOf(entries: readonly Entry[]): string {
  return JSON.stringify(
    entries.map(({ name, type, key, url, sub_button: below = [] }) =>
      below.length > 0 ? [name, shapeOf(below)] : [name, type, key ?? '', url ?? ''],
    ),
  )
}

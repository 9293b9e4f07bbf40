import { z } from 'zod'
import type { Api } from '../../platform/call-api.ts'
import { bad, type Finding, good } from '../../shared/channel-findings.ts'
import type { AccountConfig } from '../settings.ts'
import type { WechatFile } from './check-menu.ts'

export type Template = { id: string; title: string; fields: string[] }

/** `undefined` errcode: the platform gave no answer. */
export type Templates = { list: Template[] } | { errcode: number | undefined }

const List = z.looseObject({
  template_list: z.array(
    z.looseObject({
      template_id: z.string(),
      title: z.string().default(''),
      content: z.string().default(''),
    }),
  ),
})

/** The template messages of the account (模板消息 获取模板列表). */
export async function listTemplates(api: Api): Promise<Templates> {
  const { action, errcode, body } = await api.get('/cgi-bin/template/get_all_private_template', {})
  const parsed = List.safeParse(body)
  if (action !== 'ok' || !parsed.success) return { errcode }
  const list = parsed.data.template_list.map(({ template_id: id, title, content }) => {
    return { id, title, fields: fieldsOf(content) }
  })
  return { list }
}

/** `{{thing1.DATA}}` */
function fieldsOf(content: string): string[] {
  return [...content.matchAll(/\{\{(\w{1,40})\.DATA\}\}/g)].flatMap(([, name]) => name ?? [])
}

export const unread = ({ errcode }: { errcode: number | undefined }): Finding =>
  bad('templates_unread', { errcode: String(errcode ?? '—') })

export function checkTemplates(known: Templates, wanted: WechatFile['templates']): Finding[] {
  if (wanted.length === 0) return []
  if (!('list' in known)) return [unread(known)]
  return wanted.map(({ id, fields }) => {
    const template = known.list.find((each) => each.id === id)
    if (!template) return bad('template_unknown', { id })
    const missing = fields.filter((field) => !template.fields.includes(field))
    return missing.length > 0
      ? bad('template_fields', { id, fields: missing.join('、') })
      : good('template_good', { id })
  })
}

/** The template of the settings that tells of an answer. Subscription notices are of another list. */
export function wantedTemplates({ replyTemplate }: AccountConfig): WechatFile['templates'] {
  if (!replyTemplate) return []
  return [{ id: replyTemplate.id, fields: [replyTemplate.codeField, replyTemplate.timeField] }]
}

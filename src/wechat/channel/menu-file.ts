import { parse } from 'yaml'
import { bad, type Finding } from '../../shared/channel-findings.ts'
import { sha256 } from '../../shared/ids.ts'
import { findMenuProblems, WechatFile } from './check-menu.ts'

export type MenuSource = {
  /** `standard`: no file is set, and the menu is the one that fits every service. */
  from: 'file' | 'standard'
  /** Undefined where the file cannot be read or is not of the right form. */
  content: WechatFile | undefined
  findings: Finding[]
  /** Names this content: what was tried is what is published. */
  hash: string
}

/**
 * The menu of the settings.
 * @param readFile gives the text of the file of the settings; undefined where none is set
 */
export async function readMenuSource(
  readFile: (() => Promise<string>) | undefined,
  publicUrl: string,
): Promise<MenuSource> {
  if (!readFile) {
    const content = standardMenu(publicUrl)
    const hash = await sha256(JSON.stringify(content))
    return { from: 'standard', content, findings: findMenuProblems(content), hash }
  }
  const text = await readFile().catch(() => undefined)
  if (text === undefined) {
    return { from: 'file', content: undefined, findings: [bad('file_unread')], hash: '' }
  }
  return { from: 'file', ...parseMenuFile(text), hash: await sha256(text) }
}

/** @param text YAML as docs/wechat.md describes it */
export function parseMenuFile(text: string): Pick<MenuSource, 'content' | 'findings'> {
  const parsed = WechatFile.safeParse(parseYaml(text))
  if (parsed.success) {
    return { content: parsed.data, findings: findMenuProblems(parsed.data) }
  }
  const findings = parsed.error.issues.map(({ path, message }) =>
    bad('file_form', { path: path.join('.'), problem: message }),
  )
  return { content: undefined, findings }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

function standardMenu(publicUrl: string): WechatFile {
  return {
    menu: {
      button: [
        { name: '我要咨询', type: 'click', key: 'MENU_ASK' },
        { name: '服务目录', type: 'view', url: `${publicUrl}/catalogue/` },
        {
          name: '我的',
          sub_button: [
            { name: '我的咨询', type: 'view', url: `${publicUrl}/wechat/web` },
            { name: '转人工', type: 'click', key: 'MENU_HUMAN' },
            { name: '办理进度', type: 'click', key: 'MENU_PROGRESS' },
            { name: '评价', type: 'click', key: 'MENU_RATE' },
            { name: '投诉举报', type: 'click', key: 'MENU_COMPLAINT' },
          ],
        },
      ],
    },
    templates: [],
  }
}

import { type Command, readCommand, readMenuKey } from '../commands.ts'
import { listIn, type AccountMessage, textIn } from '../protocol/read-message.ts'
import { texts, UNSUPPORTED } from '../texts.ts'

/** What a message or event asks of us. */
export type Intent =
  | { what: 'question'; text: string }
  | { what: 'command'; command: Command }
  | { what: 'say'; text: string; scene?: string }
  | { what: 'template_ended'; id: string; arrived: boolean }
  | { what: 'scene'; scene: string }
  | { what: 'unsubscribe' }
  | { what: 'nothing' }

const SCENE_PREFIX = 'qrscene_'

export function readIntent({ type, fields }: AccountMessage): Intent {
  switch (type) {
    case 'text':
      return readText(textIn(fields, 'Content'), textIn(fields, 'bizmsgmenuid'))
    case 'voice':
      return readVoice(textIn(fields, 'Recognition'))
    case 'event':
      return readEvent(fields)
    case 'image':
    case 'video':
    case 'shortvideo':
    case 'location':
    case 'link':
    case 'miniprogrampage':
      return { what: 'say', text: texts.textOnly }
    default:
      return { what: 'nothing' }
  }
}

function readText(text: string, menuId: string): Intent {
  if (text === UNSUPPORTED) return { what: 'say', text: texts.textOnly }
  if (text.trim() === '') return { what: 'say', text: texts.help }
  const command = readCommand(text, menuId)
  return command ? { what: 'command', command } : { what: 'question', text }
}

function readVoice(recognised: string): Intent {
  if (recognised.trim() === '') return { what: 'say', text: texts.voiceUnread }
  return readText(recognised, '')
}

function readEvent(fields: AccountMessage['fields']): Intent {
  const key = textIn(fields, 'EventKey')
  switch (textIn(fields, 'Event')) {
    case 'subscribe':
      return { what: 'say', text: texts.welcome, ...sceneIn(key) }
    case 'unsubscribe':
      return { what: 'unsubscribe' }
    case 'SCAN':
      return { what: 'scene', scene: key }
    case 'CLICK':
      return { what: 'command', command: readMenuKey(key) }
    case 'TEMPLATESENDJOBFINISH': {
      const arrived = textIn(fields, 'Status') === 'success'
      return { what: 'template_ended', id: textIn(fields, 'MsgID'), arrived }
    }
    case 'subscribe_msg_sent_event':
      return readNoticeEnd(fields)
    default:
      return { what: 'nothing' }
  }
}

const sceneIn = (key: string) =>
  key.startsWith(SCENE_PREFIX) ? { scene: key.slice(SCENE_PREFIX.length) } : {}

function readNoticeEnd(fields: AccountMessage['fields']): Intent {
  const [notice] = listIn(fields, 'SubscribeMsgSentEvent')
  if (!notice) return { what: 'nothing' }
  const arrived = textIn(notice, 'ErrorCode') === '0'
  return { what: 'template_ended', id: textIn(notice, 'MsgID'), arrived }
}

import { xmlText } from '../../shared/escape-markup.ts'

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

export type TextReply = {
  /** The openid of who is answered. */
  to: string
  /** 原始ID of the account. */
  from: string
  /** Seconds. */
  createTime: number
  content: string
}

/** A passive reply of text (官方文档 被动回复用户消息); `content` is 2,048 bytes at most, and not empty. */
export function renderTextReply({ to, from, createTime, content }: TextReply): string {
  const fields = [
    `<ToUserName>${cdata(to)}</ToUserName>`,
    `<FromUserName>${cdata(from)}</FromUserName>`,
    `<CreateTime>${createTime}</CreateTime>`,
    `<MsgType>${cdata('text')}</MsgType>`,
    `<Content>${cdata(xmlText(content))}</Content>`,
  ]
  return `<xml>${fields.join('')}</xml>`
}

export type SealedReply = { encrypt: string; signature: string; timestamp: string; nonce: string }

export function renderSealedReply({ encrypt, signature, timestamp, nonce }: SealedReply): string {
  const fields = [
    `<Encrypt>${cdata(encrypt)}</Encrypt>`,
    `<MsgSignature>${cdata(signature)}</MsgSignature>`,
    `<TimeStamp>${timestamp}</TimeStamp>`,
    `<Nonce>${cdata(nonce)}</Nonce>`,
  ]
  return `<xml>${fields.join('')}</xml>`
}

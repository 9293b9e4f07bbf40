import type { SendNotice } from '../senders.ts'
import { postJson } from './post-json.ts'
import { readWecomAnswer, wecomError } from './wecom-answer.ts'

/** A message of the robot to its group (WeCom document 99110): markdown of 4,096 bytes at most. */
export function createWecomRobot(url: string): SendNotice {
  return async ({ zh, url: link }, signal) => {
    const lines = [`**${zh.title}**`, zh.text, ...(link ? [`[打开](${link})`] : [])]
    const message = { msgtype: 'markdown', markdown: { content: lines.join('\n') } }
    const { errcode } = readWecomAnswer(
      await postJson(url, { body: JSON.stringify(message), signal }),
    )
    if (errcode !== 0) throw wecomError(errcode)
  }
}

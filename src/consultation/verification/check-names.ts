import type { Finding } from './claim.ts'
import type { Reading } from './reading.ts'

const NAME =
  /[\p{Script=Han}]{2,20}?(?:公司|事务所|协会|委员会|研究院|研究所|大学|学院|银行|法院|总队|交易所|办公室|管理局|知识产权局|分局|保护中心|援助中心|运营中心|交易中心|服务中心|数据中心)/gu
const OPENING =
  /^.*(?:由|向|对|给|为|与|和|同|及|或|在|到|经|报|的|是|找|联系|对接|通过|依托|应|宜|可|可以|包括|纳入|进入|加入|列入|委托|登录|访问|用|去|让|请|把|将|从|您)/u

/** The name of an office or a body stands in the evidence as it is. */
export function checkNames({ clauses, wording, tokens, context }: Reading): Finding[] {
  if (context.language === 'en') return []
  const known = tokens.filter(({ kind }) => kind === 'actor').map(({ text }) => text)
  const held = wording.replaceAll(/\s/gu, '')
  const findings: Finding[] = []
  for (const { text } of clauses) {
    for (const [found] of text.matchAll(NAME)) {
      const name = found.replace(OPENING, '')
      if (name.length < 4 || known.some((actor) => name.endsWith(actor))) continue
      if (!held.includes(name)) findings.push({ check: 'names', detail: name })
    }
  }
  return findings
}

import type { Finding } from './claim.ts'
import type { Reading } from './reading.ts'

const IN_FORCE =
  /现行(?!知识产权政策)|有效(?:期内|的?规定|文件|版本|力)|仍然?有效|(?:已经?|正式|目前|现已|正在|业已)(?:正式)?(?:施行|实施|生效|发布|出台|颁布|印发|执行|通过)|正式(?:规定|文件|法规|办法|规范|标准|版)|具有(?:法律|强制|约束)|法律效力|强制性(?:标准|规定)|国家标准|法定|生效中|在效|\b(?:in force|in effect|effective|legally binding|binding|enacted|mandatory|official rules?|current(?:ly)? (?:valid|law))\b/iu

/** What is planned or demanded is not done. */
const DONE = /已经?(?:达到|完成|建成|建立|设立|实现|形成|覆盖|开展|成立)/u

/** A draft, an ended or an unverified document is never called valid. */
export function checkStatus({ text, sources, wording }: Reading): Finding[] {
  if (DONE.test(text) && !/已|完成了|建成了/u.test(wording)) {
    return [{ check: 'status', detail: 'not said to be done' }]
  }
  const said = IN_FORCE.exec(text)?.[0]
  if (said === undefined || wording.includes(said)) return []
  const weak = sources.find(({ evidence }) => evidence.status !== 'in_force')
  return weak ? [{ check: 'status', detail: `${weak.evidence.id} is ${weak.evidence.status}` }] : []
}

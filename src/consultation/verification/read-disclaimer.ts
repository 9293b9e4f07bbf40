import type { Clause } from './read-clauses.ts'

const DISCLAIMER =
  /^(?:这|这一点|这些|这里|但|但是|不过|而|都|也|只|仅|并|是|属于|性|的|一种|建议|鼓励|推荐|提倡|受)*(?:(?:而)?(?:并)?(?:不是|并非|非|没有|无|不)(?:作)?(?:硬性|强制性?)(?:的)?(?:要求|规定|义务)?)?$/u

/** “…，这是建议而不是硬性要求”: says again that what stands before is advice, and nothing else. */
export function isDisclaimer(clause: Clause, clauses: readonly Clause[]): boolean {
  const before = clauses[clauses.indexOf(clause) - 1]
  if (!before?.level || before.level > 2 || before.sentence !== clause.sentence) return false
  return DISCLAIMER.test(clause.text)
}

/** A count has a `value`, a share `part` of `of`, a score the average `value` of `of`. */
export type TellableAmount = {
  value: number | null
  part: number | null
  of: number | null
  hidden?: boolean | undefined
}
export type AmountKind = 'count' | 'share' | 'score'

export function tellNumber(value: number | null, kind: AmountKind): string | undefined {
  if (value === null) return undefined
  return kind === 'score' ? value.toFixed(2) : String(value)
}

/** One decimal place; undefined where there is nothing to have a share of. */
export function tellShare({ part, of }: Pick<TellableAmount, 'part' | 'of'>): string | undefined {
  return part === null || of === null || of === 0 ? undefined : `${((part / of) * 100).toFixed(1)}%`
}

type Words = { noData: string; hidden: string }

/** With its unit; a share and an average never without what they are of. */
export function tellAmount(
  { kind, unit }: { kind: AmountKind; unit: string },
  amount: TellableAmount,
  { noData, hidden }: Words,
): string {
  if (amount.hidden) return hidden
  if (kind === 'share') {
    const share = tellShare(amount)
    return share === undefined ? noData : `${share}（${amount.part}/${amount.of} ${unit}）`
  }
  const told = tellNumber(amount.value, kind)
  if (told === undefined) return noData
  return kind === 'score' ? `${told} ${unit}（n=${amount.of}）` : `${told} ${unit}`
}

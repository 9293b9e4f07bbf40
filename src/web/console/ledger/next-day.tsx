import { shanghaiDay } from '../../../shared/shanghai-day.ts'
import { useWords } from '../use-words.ts'
import { ledgerText } from './ledger-text.ts'

export const today = (): string => shanghaiDay(new Date())

/** The day of the next step; marked in words where it is over. */
export function NextDay({ day }: { day: string }) {
  const words = useWords(ledgerText)
  return (
    <>
      {day} {day < today() && <span className="chip warning">{words.overdue}</span>}
    </>
  )
}

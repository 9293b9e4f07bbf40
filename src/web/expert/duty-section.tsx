import { askSwap } from './calls.ts'
import { Trouble } from './form.tsx'
import type { MeProps } from './me-page.tsx'
import { meText } from './me-text.ts'
import { useSending } from './use-sending.ts'

const DAY = 86_400_000
/** A duty begins on the Monday it is named by (UTC days, as the service names them) and lasts a week. */
const sundayOf = (monday: string) =>
  new Date(Date.parse(monday) + 6 * DAY).toISOString().slice(0, 10)

/** 轮值: the weeks that lie ahead; for each, staff can be asked to find somebody else. */
export function DutySection({ me, language, onDone }: MeProps) {
  const text = meText[language]
  const { sending, problem, send } = useSending()
  const ask = (monday: string) =>
    send(
      () => askSwap(monday, language),
      () => onDone(text.swapDone),
    )
  return (
    <section class="panel">
      <h2>{text.dutyTitle}</h2>
      {me.duties.length === 0 ? <p>{text.dutyNone}</p> : <p class="field-hint">{text.dutySwap}</p>}
      <ul class="plain-rows">
        {me.duties.map((monday) => (
          <li key={monday}>
            <span>{text.dutyWeek(monday, sundayOf(monday))}</span>
            {me.swapsAsked.includes(monday) ? (
              <span class="tag">{text.swapAsked}</span>
            ) : (
              <button type="button" aria-disabled={sending} onClick={() => ask(monday)}>
                {text.swapAsk}
                <span class="hidden-text"> {monday}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Trouble {...{ problem, language }} />
    </section>
  )
}

import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import type { ConsoleText } from '../console-text.ts'
import type { ReplyCheck } from './use-check.ts'

type Line = { tone: 'danger' | 'warning'; what: string; where: string }

function linesOf(check: ReplyCheck, { case: text, words }: ConsoleText): Line[] {
  const { checks } = text
  const { clauses, mentions, solicitations } = check
  return [
    ...solicitations.map(({ kind, quote }): Line => {
      const where = `${inWords(words.solicitations, kind)}：${quote}`
      return { tone: isForJudging(kind) ? 'warning' : 'danger', what: checks.solicits, where }
    }),
    ...clauses
      .filter(({ clause }) => clause === null)
      .map(({ document, locator }): Line => {
        return { tone: 'danger', what: checks.noClause, where: `${document} ${locator}` }
      }),
    ...mentions.flatMap(({ quote, known, cited }): Line[] => {
      if (!known) return [{ tone: 'danger', what: checks.unknownMention, where: quote }]
      return cited ? [] : [{ tone: 'warning', what: checks.uncited, where: quote }]
    }),
    ...clauses.flatMap(({ clause }): Line[] => {
      if (clause === null || clause.told) return []
      const where = `${clause.title}（${clause.statusText}）`
      return [{ tone: 'warning', what: checks.notInForce, where }]
    }),
  ]
}

/** What only reads like an offer, without a word of the lists, is shown and left to whoever sends it. */
const isForJudging = (kind: string): boolean => kind === 'offer'

/** Whether the server would refuse to send it. */
export const isBarred = (check: ReplyCheck | undefined): boolean =>
  check !== undefined &&
  (check.solicitations.some(({ kind }) => !isForJudging(kind)) ||
    check.clauses.some(({ clause }) => clause === null))

type Props = { check: ReplyCheck | undefined; pending: boolean }

/** The findings on a reply, the worst first; each once. */
export function CheckList({ check, pending }: Props) {
  const text = useText()
  if (!check) return pending ? <p className="muted">{text.case.checking}</p> : null
  const lines = linesOf(check, text)
  const unique = [...new Map(lines.map((line) => [`${line.what}${line.where}`, line])).values()]
  const { sentences } = check
  if (unique.length === 0 && sentences.length === 0) {
    return <p className="chip success fine">✓ {text.case.checkFine}</p>
  }
  return (
    <ul className="checks">
      {unique.map(({ tone, what, where }) => (
        <li key={`${what}${where}`}>
          <span className={`chip ${tone}`}>{what}</span> <span className="words">{where}</span>
        </li>
      ))}
      {sentences.length > 0 && (
        <li>
          <details>
            <summary>
              <span className="chip warning wraps">
                {text.case.checks.unsupported(sentences.length)}
              </span>
            </summary>
            <ul className="plain">
              {sentences.map((sentence, at) => (
                <li key={at} className="words">
                  {sentence.text}
                </li>
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  )
}

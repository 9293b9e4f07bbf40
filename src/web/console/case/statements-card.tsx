import { App as Messages, Button } from 'antd'
import { isObject, isString } from '../../shared/guards.ts'
import { useMayWork } from '../account.ts'
import { api, done } from '../api.ts'
import { describeProblem } from '../problem-alert.tsx'
import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import { Difference } from './difference.tsx'
import type { Statement } from './use-case.ts'
import { Moment } from '../moment.tsx'

const YEAR_MS = 365 * 86_400_000
const reviewDay = () => new Date(Date.now() + YEAR_MS).toISOString().slice(0, 10)

/** What people have said in this case, with what was changed before it went out. */
export function StatementsCard({ statements }: { statements: Statement[] }) {
  const { case: text, words } = useText()
  const mayWork = useMayWork()
  if (statements.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="statements">
      <h2 id="statements">{text.statements}</h2>
      <ul className="plain stack">
        {statements.map((each) => (
          <li key={each.id}>
            <div className="row">
              <strong>{text.by(words.authors[each.author], each.authorName)}</strong>
              <span className="chip">{words.statements[each.state]}</span>
              <span className="muted">
                <Moment at={each.createdAt} />
              </span>
            </div>
            <p className="words">{each.text}</p>
            <Findings findings={each.findings} />
            {each.originalText !== null && each.originalText !== each.text && (
              <details>
                <summary>{text.difference}</summary>
                <Difference from={each.originalText} to={each.text} />
              </details>
            )}
            {mayWork && each.state === 'delivered' && each.author !== 'asker' && (
              <Curate statementId={each.id} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Findings({ findings }: { findings: unknown }) {
  const { case: text, words } = useText()
  const list = Array.isArray(findings) ? findings.filter(isObject) : []
  if (list.length === 0) return null
  return (
    <p>
      {text.findings}
      {list.map(({ kind, quote }, at) => (
        <span key={at} className="chip danger">
          {isString(kind) && inWords(words.solicitations, kind)}
          {isString(quote) && `：${quote}`}
        </span>
      ))}
    </p>
  )
}

function Curate({ statementId }: { statementId: string }) {
  const text = useText()
  const { message } = Messages.useApp()
  const curate = async () => {
    try {
      await done(api.curated.$post({ json: { statementId, reviewOn: reviewDay() } }))
      void message.success(text.case.curated)
    } catch (error) {
      void message.error(describeProblem(error, text))
    }
  }
  return (
    <Button size="small" type="link" onClick={() => void curate()}>
      {text.case.curate}
    </Button>
  )
}

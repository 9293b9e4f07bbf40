import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import { FactList } from '../administration/fact-list.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { trialText } from '../administration/trial-text.ts'
import { useWords } from '../use-words.ts'
import type { Trial } from './trial-screen.tsx'

type Props = { trial: Trial }

/** The way of one question in the order in which it went. */
export function TrialResult({ trial }: Props) {
  return (
    <div className="stack" id="trial-result">
      <Answer trial={trial} />
      <Understood trial={trial} />
      <Steps trial={trial} />
      <Found trial={trial} />
      <Writing trial={trial} />
    </div>
  )
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`

function Answer({ trial: { answer, findings } }: Props) {
  const words = useWords(trialText)
  const text = useText()
  const { outcome, coverage, routing, writer, label, citations } = answer
  return (
    <section className="card stack">
      <h2>{words.answer}</h2>
      <p className="words">{answer.text}</p>
      <p className="muted">{label}</p>
      <ul className="list">
        {citations.map(({ n, title, heading, status, url }) => (
          <li key={n}>
            [{n}]{' '}
            <a href={url} target="_blank" rel="noreferrer">
              {title} {heading}
            </a>{' '}
            <span className="chip">{text.words.status[status]}</span>
          </li>
        ))}
      </ul>
      <FactList
        facts={[
          [words.outcome, inWords(words.outcomes, outcome)],
          [words.coverage, inWords(words.coverages, coverage)],
          [words.level, inWords(words.levels, routing.level)],
          [words.writer, inWords(words.writers, writer)],
          [words.findings, findings.length > 0 ? findings.join('；') : words.noFindings],
        ]}
      />
    </section>
  )
}

function Understood({ trial: { understanding } }: Props) {
  const words = useWords(trialText)
  const text = useText()
  const { intent, detail, confidence, reasons, full, expansions, parts, districts } = understanding
  const list = (entries: string[]) => (entries.length > 0 ? entries.join('、') : '—')
  return (
    <section className="card stack">
      <h2>{words.understood}</h2>
      <FactList
        facts={[
          [words.intent, detail === null ? intent : `${intent} · ${detail}`],
          [words.confidence, percent(confidence)],
          [words.reasons, list(reasons)],
          [text.case.field, inWords(text.words.fields, understanding.field)],
          [words.districts, list(districts)],
          [words.full, full],
          [words.parts, list(parts)],
          [words.expansions, list(expansions)],
          [words.search, understanding.embedded ? words.hybrid : words.words],
          ...(understanding.instructionsSetAside ? [[words.setAside, '✓'] as const] : []),
        ]}
      />
    </section>
  )
}

function Steps({ trial: { steps, ms } }: Props) {
  const words = useWords(trialText)
  return (
    <section className="stack">
      <h2>
        {words.steps} <span className="muted">{words.total(ms)}</span>
      </h2>
      <PlainTable
        caption={words.steps}
        rows={steps}
        keyOf={({ step }) => step}
        columns={[
          { head: words.step, cell: ({ step }) => inWords(words.stepNames, step) },
          { head: words.ms, cell: (step) => step.ms.toFixed(1), isNumber: true },
        ]}
      />
    </section>
  )
}

function Found({ trial: { found } }: Props) {
  const words = useWords(trialText)
  const { foundColumns: columns } = words
  return (
    <section className="stack">
      <h2>{words.found}</h2>
      <PlainTable
        caption={words.found}
        empty="—"
        rows={found.map((passage, at) => ({ ...passage, rank: at + 1 }))}
        keyOf={({ rank }) => String(rank)}
        columns={[
          { head: columns.rank, cell: ({ rank }) => rank, isNumber: true },
          {
            head: columns.place,
            cell: ({ document, locator, path }) => (
              <>
                <code>{`${document}#${locator}`}</code>
                <br />
                {path.slice(1).join(' › ')}
              </>
            ),
          },
          { head: columns.text, cell: ({ text }) => <span className="words">{text}</span> },
          { head: columns.score, cell: ({ score }) => score.toFixed(3), isNumber: true },
          { head: columns.dense, cell: ({ dense }) => dense.toFixed(3), isNumber: true },
          { head: columns.words, cell: (passage) => passage.words.toFixed(3), isNumber: true },
          { head: columns.by, cell: ({ ledBy }) => ledBy.join(', ') },
        ]}
      />
    </section>
  )
}

function Writing({ trial: { writing } }: Props) {
  const words = useWords(trialText)
  if (!writing) return <p className="muted">{words.noModel}</p>
  return (
    <section className="stack">
      <h2>
        {words.modelLines} <span className="muted">{writing.model}</span>
      </h2>
      {writing.fault !== null && (
        <p>
          {words.fault}: <code>{writing.fault}</code>
        </p>
      )}
      <PlainTable
        caption={words.modelLines}
        empty="—"
        rows={writing.lines.map((line, at) => ({ ...line, at }))}
        keyOf={({ at }) => String(at)}
        columns={[
          { head: words.answer, cell: ({ text }) => <span className="words">{text}</span> },
          { head: words.outcome, cell: ({ became }) => words.became[became] },
          {
            head: words.findings,
            cell: ({ findings }) =>
              findings.map(({ check, detail }) => `${check}: ${detail}`).join('；') || '—',
          },
        ]}
      />
    </section>
  )
}

import { Button, Input } from 'antd'
import { useState } from 'react'
import { type ReportSection, reportSections } from '../../../shared/report-states.ts'
import { tellAmount } from '../../../shared/tell-amount.ts'
import { useMayWork } from '../account.ts'
import { PlainTable } from '../administration/plain-table.tsx'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { reportsText } from './reports-text.ts'
import type { Content, Report, Section } from './use-reports.ts'

type Texts = { [Name in ReportSection]?: string | undefined }

const LONGEST_TEXT = 4_000

/** The numbers, with the sentences that are written from them, and a field of their own for staff. */
export function ReportSections({ report, content }: { report: Report; content: Content }) {
  const words = useWords(reportsText)
  const [texts, setTexts] = useState<Texts>(report.texts)
  const act = useAct()
  const mayWrite = useMayWork() && report.state === 'draft'
  const { id, version } = report
  const save = () => {
    const json = { version, texts }
    return act.run(() => read(api.reports[':id'].texts.$put({ param: { id }, json })), {
      told: words.saved,
      stale: ['reports'],
    })
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {reportSections.map((name) => (
        <section key={name} className="card stack">
          <h2>{words.sections[name]}</h2>
          <Counted section={content.sections.find((each) => each.id === name)} content={content} />
          {mayWrite ? (
            <Field label={words.writtenOf(words.sections[name])}>
              {({ id: fieldId }) => (
                <Input.TextArea
                  id={fieldId}
                  value={texts[name] ?? ''}
                  maxLength={LONGEST_TEXT}
                  rows={4}
                  placeholder={words.written}
                  onChange={({ target }) => setTexts({ ...texts, [name]: target.value })}
                />
              )}
            </Field>
          ) : (
            <p className="words">{texts[name] ?? ''}</p>
          )}
        </section>
      ))}
      {mayWrite && (
        <div>
          <Button type="primary" htmlType="submit" loading={act.busy}>
            {words.save}
          </Button>
        </div>
      )}
      <ProblemAlert error={act.error} />
    </form>
  )
}

/** The report itself is Chinese, whatever language the console speaks. */
function Counted({ section, content }: { section: Section | undefined; content: Content }) {
  const words = useWords(reportsText)
  if (!section || section.figures.length === 0) return null
  const { figures, tables, sentences } = section
  return (
    <div className="stack" lang="zh-CN">
      <p>{sentences.join('')}</p>
      <PlainTable
        caption={words.sections[section.id]}
        rows={figures}
        keyOf={({ id }) => id}
        columns={[
          { head: words.figure, cell: ({ title }) => title },
          {
            head: words.now,
            isNumber: true,
            cell: (figure) => tellAmount(figure, figure.now, content.words),
          },
          {
            head: words.earlier,
            isNumber: true,
            cell: (figure) => tellAmount(figure, figure.before, content.words),
          },
          {
            head: words.query,
            cell: ({ title, meaning, query }) => (
              <Query title={title} meaning={meaning} query={query} />
            ),
          },
        ]}
      />
      {tables.map((table) => (
        <Groups key={table.id} table={table} />
      ))}
    </div>
  )
}

type QueryProps = { title: string; meaning?: string; query: string }

function Query({ title, meaning, query }: QueryProps) {
  const words = useWords(reportsText)
  return (
    <details>
      <summary aria-label={words.queryOf(title)}>{words.query}</summary>
      {meaning !== undefined && <p>{meaning}</p>}
      <pre className="code-block">{query}</pre>
    </details>
  )
}

function Groups({ table }: { table: Section['tables'][number] }) {
  const words = useWords(reportsText)
  const { title, nameTitle, rows, query, queryBefore } = table
  const before = {
    head: words.earlier,
    isNumber: true,
    cell: (row: (typeof rows)[number]) => row.before,
  }
  return (
    <details>
      <summary>{title}</summary>
      <div className="stack">
        <PlainTable
          caption={title}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { head: nameTitle, cell: ({ label }) => label },
            { head: words.now, isNumber: true, cell: ({ now }) => now },
            ...(queryBefore === null ? [] : [before]),
          ]}
        />
        <Query title={title} query={query} />
      </div>
    </details>
  )
}

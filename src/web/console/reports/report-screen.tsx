import { Button } from 'antd'
import { reportFormats, type ReportVersion } from '../../../shared/report-states.ts'
import { useMayWork } from '../account.ts'
import { hrefOf } from '../address.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { saveFile } from '../administration/save-file.ts'
import { api, done } from '../api.ts'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { readParameter } from '../read-parameter.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { ReportProgress } from './report-progress.tsx'
import { ReportSections } from './report-sections.tsx'
import { ReportSteps } from './report-steps.tsx'
import { reportsText } from './reports-text.ts'
import { type Content, type Report, useReport } from './use-reports.ts'

/** One 工作报告: its numbers with their queries, what staff write beside them, its steps and files. */
export function ReportScreen(parameters: Record<string, string>) {
  const found = useReport(readParameter(parameters, 'id'))
  const { shell } = useText()
  return (
    <div className="stack">
      <p>
        <a href={hrefOf('/reports')}>{shell.back}</a>
      </p>
      <Loaded of={found}>{(report) => <Page report={report} />}</Loaded>
    </div>
  )
}

function Page({ report }: { report: Report }) {
  const mayWork = useMayWork()
  const { id, organisation, from, to, version, content } = report
  return (
    <>
      <h1>
        {organisation} · {from} – {to}
      </h1>
      <section className="card stack">
        <ReportProgress report={report} />
        <Facts report={report} />
        {mayWork && <ReportSteps report={report} />}
        {content && <Files report={report} />}
      </section>
      {content && (
        <>
          <ReportSections key={`${id} ${version}`} report={report} content={content} />
          <Targets targets={content.targets} />
        </>
      )}
    </>
  )
}

function Facts({ report }: { report: Report }) {
  const words = useWords(reportsText)
  const { beforeFrom, beforeTo, computedAt, authors, approvedBy, approvedAt } = report
  return (
    <FactList
      facts={[
        [words.before, `${beforeFrom} – ${beforeTo}`],
        [words.countedAt, computedAt === null ? words.none : <Moment key="at" at={computedAt} />],
        [words.authors, authors.join('、')],
        [
          words.approvedBy,
          approvedBy === null || approvedAt === null ? (
            words.none
          ) : (
            <span key="by">
              {approvedBy} · <Moment at={approvedAt} />
            </span>
          ),
        ],
      ]}
    />
  )
}

function Files({ report: { id, from, to, hasOpen } }: { report: Report }) {
  const words = useWords(reportsText)
  const text = useText()
  const act = useAct()
  const save = (version: ReportVersion, format: (typeof reportFormats)[number]) =>
    act.run(async () => {
      const request = api.reports[':id'].file.$get({ param: { id }, query: { version, format } })
      await done(request)
      const name = `${text.screens.reports}-${from}-${to}-${version}.${format}`
      saveFile(await (await request).blob(), name)
    })
  const versions: ReportVersion[] = hasOpen ? ['inner', 'open'] : ['inner']
  return (
    <div className="stack">
      <div className="row">
        {versions.flatMap((version) =>
          reportFormats.map((format) => (
            <Button
              key={`${version} ${format}`}
              loading={act.busy}
              onClick={() => void save(version, format)}
            >
              {words.files[version][format]}
            </Button>
          )),
        )}
      </div>
      <p className="muted">{hasOpen ? words.openNote : words.noOpen}</p>
      <ProblemAlert error={act.error} />
    </div>
  )
}

function Targets({ targets }: { targets: Content['targets'] }) {
  const words = useWords(reportsText)
  return (
    <section className="card stack">
      <h2>{words.targets}</h2>
      <PlainTable
        caption={words.targets}
        rows={targets}
        keyOf={({ title }) => title}
        columns={[
          { head: words.target, cell: ({ title }) => title },
          {
            head: words.wanted,
            cell: ({ target, from, to }) => `${target}（${words.years(from, to)}）`,
          },
          {
            head: words.result,
            isNumber: true,
            cell: ({ result, unit }) => (result === null ? words.none : `${result} ${unit}`),
          },
          { head: words.note, cell: ({ note }) => note },
          {
            head: words.source,
            cell: ({ clause }) => (
              <a href={`/documents/${clause}`} target="_blank" rel="noreferrer">
                {clause}
              </a>
            ),
          },
        ]}
      />
    </section>
  )
}

import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useAccount, useMayWork } from '../account.ts'
import { go, hrefOf } from '../address.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { Moment } from '../moment.tsx'
import { useOrganisations } from '../organisations/use-organisations.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { thisYear } from '../years.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { ReportProgress } from './report-progress.tsx'
import { reportsText } from './reports-text.ts'
import { type ListedReport, useReports } from './use-reports.ts'
import { FurtherPage } from '../further-page.tsx'

/** 工作报告: those there are, and the way to a new one. */
export function ReportsScreen() {
  const words = useWords(reportsText)
  const text = useText()
  const mayWork = useMayWork()
  const found = useReports()
  return (
    <div className="stack">
      <h1>{text.screens.reports}</h1>
      <p>{words.intro}</p>
      {mayWork && <NewReport />}
      <Loaded of={found}>
        {({ pages }) => (
          <>
            <ReportTable reports={pages.flatMap(({ reports }) => reports)} />
            <FurtherPage of={found} words={words.older} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function ReportTable({ reports }: { reports: ListedReport[] }) {
  const words = useWords(reportsText)
  return (
    <PlainTable
      caption={words.table}
      rows={reports}
      keyOf={({ id }) => id}
      empty={words.empty}
      columns={[
        {
          head: words.period,
          cell: ({ id, from, to }) => (
            <a href={hrefOf(`/reports/${id}`)}>
              {from} – {to}
            </a>
          ),
        },
        { head: words.organisation, cell: ({ organisation }) => organisation },
        { head: words.state, cell: (report) => <ReportProgress report={report} /> },
        { head: words.createdAt, cell: ({ createdAt }) => <Moment at={createdAt} /> },
        { head: words.approvedBy, cell: ({ approvedBy }) => approvedBy ?? words.none },
      ]}
    />
  )
}

type Wanted = { organisationId: string; from: string; to: string }

/** By default the year before, of the own organisation; without one of the first, the city centre. */
function useWanted(): [Wanted, (wanted: Wanted) => void] {
  const { organisationId } = useAccount()
  const { data = [] } = useOrganisations()
  const lastYear = String(Number(thisYear()) - 1)
  const [wanted, setWanted] = useState({
    organisationId: organisationId ?? '',
    from: `${lastYear}-01-01`,
    to: `${lastYear}-12-31`,
  })
  const city = data.find(({ level }) => level === 'city')?.id ?? ''
  const chosen = wanted.organisationId === '' ? city : wanted.organisationId
  return [{ ...wanted, organisationId: chosen }, setWanted]
}

function NewReport() {
  const words = useWords(reportsText)
  const [wanted, setWanted] = useWanted()
  const act = useAct()
  const isComplete = Object.values(wanted).every((value) => value !== '')
  const create = () =>
    act.run(
      async () => {
        const { id } = await read(api.reports.$post({ json: wanted }))
        go(`/reports/${id}`)
      },
      { told: words.begun, stale: ['reports'] },
    )
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <WantedFields wanted={wanted} onChange={setWanted} />
      <div>
        <Button type="primary" htmlType="submit" loading={act.busy} disabled={!isComplete}>
          {words.create}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}

type FieldsProps = { wanted: Wanted; onChange: (wanted: Wanted) => void }

function WantedFields({ wanted, onChange }: FieldsProps) {
  const words = useWords(reportsText)
  const { data = [] } = useOrganisations()
  return (
    <div className="row">
      <Field label={words.organisation}>
        {({ id }) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            value={wanted.organisationId === '' ? null : wanted.organisationId}
            onChange={(organisationId: string) => onChange({ ...wanted, organisationId })}
            options={data.map(({ id: value, name }) => ({ value, label: name }))}
          />
        )}
      </Field>
      {(['from', 'to'] as const).map((name) => (
        <Field key={name} label={words[name]}>
          {({ id }) => (
            <Input
              id={id}
              type="date"
              value={wanted[name]}
              onChange={({ target }) => onChange({ ...wanted, [name]: target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

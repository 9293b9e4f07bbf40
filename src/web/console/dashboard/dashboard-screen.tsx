import { App, Button } from 'antd'
import { useCallback } from 'react'
import { Loaded } from '../administration/loaded.tsx'
import { saveFile } from '../administration/save-file.ts'
import { useWords } from '../use-words.ts'
import { api, done } from '../api.ts'
import { describeProblem } from '../problem-alert.tsx'
import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import { ChartCard } from './chart-card.tsx'
import { ChoiceBar } from './choice-bar.tsx'
import './dashboard.css'
import { dashboardText } from './dashboard-text.ts'
import { FigureCards } from './figure-cards.tsx'
import type { Dimension, FiguresOfBoth, MeasureName } from './measures.ts'
import { type Change, PeriodBar } from './period-bar.tsx'
import { toRequest, useFigures, useView, type View } from './use-figures.ts'

const dimensions: readonly Dimension[] = [
  'district',
  'topic',
  'field',
  'level',
  'channel',
  'organisation',
]

/** The figures of the service, of what the account sees. */
export function DashboardScreen() {
  const words = useWords(dashboardText)
  const [view, change] = useView()
  const figures = useFigures(view)
  const before = figures.data?.before.period
  return (
    <div className="stack dashboard">
      <div className="page-head">
        <h1>{words.title}</h1>
        <span className="muted">
          {view.period.from} – {view.period.to}
          {before && ` · ${words.comparedWith(before.from, before.to)}`}
        </span>
        <span className="grow" />
        <ExportBar view={view} />
      </div>
      <PeriodBar view={view} comparedWith={before} onChange={change} />
      <Loaded of={figures}>{(both) => <Board view={view} both={both} onChange={change} />}</Loaded>
    </div>
  )
}

type BoardProps = { view: View; both: FiguresOfBoth; onChange: Change }

function Board({ view, both, onChange }: BoardProps) {
  const words = useWords(dashboardText)
  const tellName = useTellName()
  const plain = useCallback((name: string) => name, [])
  return (
    <>
      <FigureCards both={both} />
      <ChoiceBar view={view} both={both} tellName={tellName} onChange={onChange} />
      <ChartCard
        title={words.trend}
        kind="line"
        measure={view.measure}
        now={both.now.series}
        before={both.before.series}
        tellName={plain}
      />
      <div className="charts">
        {dimensions.map((dimension) => (
          <DimensionCard key={dimension} {...{ dimension, view, both, tellName }} />
        ))}
      </div>
    </>
  )
}

type TellName = (dimension: string, name: string) => string
type DimensionProps = Omit<BoardProps, 'onChange'> & { dimension: Dimension; tellName: TellName }

function DimensionCard({ dimension, view, both, tellName }: DimensionProps) {
  const words = useWords(dashboardText)
  const told = useCallback((name: string) => tellName(dimension, name), [tellName, dimension])
  const measure = dimension === 'organisation' ? ofCases(view.measure) : view.measure
  const title =
    measure === view.measure
      ? words.dimensions[dimension]
      : `${words.dimensions[dimension]} · ${words.measures[measure]}`
  return (
    <ChartCard
      title={title}
      {...(dimension === 'organisation' && { note: words.organisationNote })}
      kind="bars"
      measure={measure}
      now={both.now.by[dimension]}
      before={both.before.by[dimension]}
      tellName={told}
    />
  )
}

const ofConsultations: ReadonlySet<MeasureName> = new Set([
  'consultations',
  'selfServed',
  'satisfaction',
])

/** Consultations belong to no organisation: its cases are shown instead. */
const ofCases = (measure: MeasureName): MeasureName =>
  ofConsultations.has(measure) ? 'cases' : measure

/** Codes in words; names of districts, topics and organisations as they are. */
function useTellName(): TellName {
  const words = useWords(dashboardText)
  const text = useText()
  return useCallback(
    (dimension, name) => {
      if (name === '') return words.unknown
      if (dimension === 'field') return inWords(text.words.fields, name)
      if (dimension === 'channel') return inWords(words.channels, name)
      return dimension === 'level' ? inWords(words.levels, name) : name
    },
    [words, text],
  )
}

function ExportBar({ view }: { view: View }) {
  const words = useWords(dashboardText)
  const text = useText()
  const { message } = App.useApp()
  const save = async (format: 'csv' | 'xlsx') => {
    const query = { ...toRequest(view), format }
    try {
      const request = api.insight.export.$get({ query })
      await done(request)
      const { from, to } = view.period
      saveFile(await (await request).blob(), `${words.title}-${from}-${to}.${format}`)
    } catch (error) {
      void message.error(describeProblem(error, text))
    }
  }
  return (
    <span className="row no-print">
      <Button onClick={() => void save('csv')}>{words.csv}</Button>
      <Button onClick={() => void save('xlsx')}>{words.xlsx}</Button>
      <Button onClick={() => print()}>{words.print}</Button>
    </span>
  )
}

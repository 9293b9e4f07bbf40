import { App, Button, Progress } from 'antd'
import { useState } from 'react'
import { gapKinds, gapStates } from '../../../shared/gap-states.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { type Column, PlainTable } from '../administration/plain-table.tsx'
import { saveFile } from '../administration/save-file.ts'
import { api, done } from '../api.ts'
import { ChoiceTabs } from '../choice-tabs.tsx'
import { describeProblem, ProblemAlert } from '../problem-alert.tsx'
import { inWords } from '../text/words-text.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { GapChange } from './gap-change.tsx'
import { gapsText } from './gaps-text.ts'
import { type Gap, type GapList, type GapView, queryOf, useGaps } from './use-gaps.ts'

const states = ['all', ...gapStates] as const

/** 知识缺口 and 热点问题: what the knowledge lacks, and whether it has shrunk. */
export function GapsScreen() {
  const text = useText()
  const words = useWords(gapsText)
  const [view, setView] = useState<GapView>({ kind: 'gap', state: 'all' })
  const found = useGaps(view)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{text.screens.gaps}</h1>
        <span className="grow" />
        <Save view={view} />
      </div>
      <p>{view.kind === 'gap' ? words.intro : words.hotIntro}</p>
      <ChoiceTabs
        label={words.kind}
        value={view.kind}
        choices={gapKinds.map((each) => [each, words.kinds[each]] as const)}
        onChange={(kind) => setView({ ...view, kind })}
      />
      {view.kind === 'gap' && (
        <ChoiceTabs
          label={words.state}
          value={view.state}
          choices={states.map((each) => [each, words.states[each]] as const)}
          onChange={(state) => setView({ ...view, state })}
        />
      )}
      <Loaded of={found}>
        {(list) => (
          <>
            <LastRun list={list} />
            <Gaps kind={view.kind} gaps={list.gaps} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function LastRun({ list: { run, running } }: { list: GapList }) {
  const words = useWords(gapsText)
  const act = useAct()
  const seek = () =>
    act.run(() => done(api.gaps.runs.$post()), { told: words.sought, stale: ['gaps'] })
  return (
    <div className="stack">
      <p className="muted">
        {run === null
          ? words.never
          : `${words.periods(run.fromDay, run.middleDay, run.toDay)} · ${words.looked(run.looked, run.asked)}`}
      </p>
      {running && (
        <output>
          {words.running(running.done, running.total)}
          <Progress
            percent={running.total === 0 ? 0 : Math.round((running.done / running.total) * 100)}
            aria-hidden
          />
        </output>
      )}
      <ProblemAlert error={act.error} />
      {!running && (
        <div>
          <Button loading={act.busy} onClick={() => void seek()}>
            {words.seek}
          </Button>
        </div>
      )}
    </div>
  )
}

function Gaps({ kind, gaps }: { kind: GapView['kind']; gaps: readonly Gap[] }) {
  const words = useWords(gapsText)
  const { fields } = useText().words
  const { columns } = words
  const shown: Column<Gap>[] = [
    {
      head: columns.label,
      cell: ({ id, label }) => <a href={`#/gaps/${id}`}>{label ?? words.gone}</a>,
    },
    {
      head: columns.topic,
      cell: ({ topic, field }) => topic ?? (field === null ? '—' : inWords(fields, field)),
    },
    { head: columns.district, cell: ({ district }) => district ?? '—' },
    { head: columns.before, isNumber: true, cell: ({ counts }) => counts.before },
    { head: columns.now, isNumber: true, cell: ({ counts }) => counts.now },
    { head: columns.change, cell: ({ counts }) => <GapChange counts={counts} /> },
  ]
  const state = { head: columns.state, cell: (gap: Gap) => words.states[gap.state] }
  return (
    <PlainTable
      caption={words.kinds[kind]}
      empty={words.none}
      rows={gaps}
      keyOf={({ id }) => id}
      columns={kind === 'gap' ? [...shown, state] : shown}
    />
  )
}

function Save({ view }: { view: GapView }) {
  const words = useWords(gapsText)
  const text = useText()
  const { message } = App.useApp()
  const save = async () => {
    try {
      const request = api.gaps.export.$get({ query: queryOf(view) })
      await done(request)
      saveFile(await (await request).blob(), `${words.kinds[view.kind]}.csv`)
    } catch (error) {
      void message.error(describeProblem(error, text))
    }
  }
  return <Button onClick={() => void save()}>{words.save}</Button>
}

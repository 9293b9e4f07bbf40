import { Button } from 'antd'
import { useState } from 'react'
import { type GapState, gapStates } from '../../../shared/gap-states.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { ReasonDialog } from '../administration/reason-dialog.tsx'
import { api, done } from '../api.ts'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { readParameter } from '../read-parameter.ts'
import { inWords } from '../text/words-text.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { GapChange } from './gap-change.tsx'
import { GapDraft } from './gap-draft.tsx'
import { gapsText } from './gaps-text.ts'
import { type OneGap, useGap } from './use-gaps.ts'

/** One 知识缺口 or 热点问题: what is asked, what has been made of it. */
export function GapScreen(parameters: Record<string, string>) {
  const found = useGap(readParameter(parameters, 'id'))
  return <Loaded of={found}>{(gap) => <Page gap={gap} />}</Loaded>
}

function Page({ gap }: { gap: OneGap }) {
  const words = useWords(gapsText)
  return (
    <div className="stack">
      <div className="page-head">
        <h1 className="words">{gap.label ?? words.gone}</h1>
        {gap.kind === 'gap' && <span className="chip">{words.states[gap.state]}</span>}
      </div>
      <section className="card">
        <Facts gap={gap} />
      </section>
      {gap.kind === 'gap' && <Steps gap={gap} />}
      <Questions gap={gap} />
    </div>
  )
}

function Facts({ gap }: { gap: OneGap }) {
  const words = useWords(gapsText)
  const text = useText()
  const { counts, topic, field, district, place, reason, curatedState } = gap
  return (
    <FactList
      facts={[
        [
          words.counts,
          <span key="counts">
            {counts.before} → {counts.now} <GapChange counts={counts} />
          </span>,
        ],
        [words.columns.topic, topic ?? '—'],
        [words.field, field === null ? '—' : inWords(text.words.fields, field)],
        [words.columns.district, district ?? '—'],
        ...(place === null ? [[words.state, words.notFound] as const] : []),
        ...(reason === null ? [] : [[words.marked, reason] as const]),
        ...(curatedState === null
          ? []
          : [
              [
                words.curated,
                <a key="curated" href="#/curated">
                  {words.curatedStates[curatedState]}
                </a>,
              ] as const,
            ]),
      ]}
    />
  )
}

function Steps({ gap }: { gap: OneGap }) {
  const words = useWords(gapsText)
  const act = useAct()
  const [asked, ask] = useState<'not_ours' | 'draft'>()
  const mark = async (state: GapState, reason?: string) => {
    const json = { version: gap.version, state, ...(reason !== undefined && { reason }) }
    const work = () => done(api.gaps[':id'].$patch({ param: { id: gap.id }, json }))
    if (await act.run(work, { told: words.isMarked, stale: ['gaps'] })) ask(undefined)
  }
  const isAnswered = gap.curatedState === 'draft' || gap.curatedState === 'published'
  const others = gapStates.filter((each) => each !== gap.state)
  return (
    <div className="stack">
      {asked !== 'not_ours' && <ProblemAlert error={act.error} />}
      <fieldset className="row">
        <legend className="hidden-text">{words.mark}</legend>
        {!isAnswered && (
          <Button type="primary" disabled={gap.label === null} onClick={() => ask('draft')}>
            {words.draft}
          </Button>
        )}
        {others.map((each) => (
          <Button
            key={each}
            disabled={act.busy}
            onClick={() => (each === 'not_ours' ? ask(each) : void mark(each))}
          >
            {words.marks[each]}
          </Button>
        ))}
      </fieldset>
      {asked === 'draft' && <GapDraft gap={gap} onClose={() => ask(undefined)} />}
      {asked === 'not_ours' && (
        <ReasonDialog
          title={words.marks.not_ours}
          note={words.notOursNote}
          label={words.reason}
          action={words.marks.not_ours}
          busy={act.busy}
          error={act.error}
          onDone={(reason) => void mark('not_ours', reason)}
          onClose={() => ask(undefined)}
        />
      )}
    </div>
  )
}

function Questions({ gap: { questions } }: { gap: OneGap }) {
  const words = useWords(gapsText)
  const { columnsOfQuestions: columns } = words
  return (
    <section className="stack">
      <h2>{words.questions}</h2>
      <PlainTable
        caption={words.questions}
        empty={words.none}
        rows={questions}
        keyOf={({ number }) => String(number)}
        columns={[
          { head: columns.number, isNumber: true, cell: ({ number }) => number },
          { head: columns.at, cell: ({ askedAt }) => <Moment at={askedAt} /> },
          { head: columns.question, cell: ({ question }) => question ?? words.gone },
          { head: columns.coverage, cell: ({ coverage }) => words.outcomes[coverage] },
        ]}
      />
    </section>
  )
}

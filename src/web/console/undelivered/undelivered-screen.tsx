import { useState } from 'react'
import { useAccount } from '../account.ts'
import { useWords } from '../use-words.ts'
import { ChoiceTabs } from '../choice-tabs.tsx'
import { useText } from '../use-text.ts'
import { JobsPart } from './jobs-part.tsx'
import { NoticesPart } from './notices-part.tsx'
import type { State } from './paged-table.tsx'
import { undeliveredText } from './undelivered-text.ts'

const states: readonly State[] = ['dead', 'waiting']

/** Notices and scheduled work that the service has given up, or still tries. */
export function UndeliveredScreen() {
  const text = useText()
  const words = useWords(undeliveredText)
  const { organisationId } = useAccount()
  const [state, setState] = useState<State>('dead')
  return (
    <div className="stack">
      <h1>{text.screens.undelivered}</h1>
      <p>{words.intro}</p>
      <ChoiceTabs
        label={words.state}
        value={state}
        choices={states.map((each) => [each, words.states[each]] as const)}
        onChange={setState}
      />
      <div className="stack">
        <h2>{words.notices}</h2>
        <NoticesPart state={state} />
      </div>
      <div className="stack">
        <h2>{words.jobs}</h2>
        {organisationId === null ? <JobsPart state={state} /> : <p>{words.jobsNote}</p>}
      </div>
    </div>
  )
}

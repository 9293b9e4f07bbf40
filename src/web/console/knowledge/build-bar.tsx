import { Alert, Button } from 'antd'
import { useAccount } from '../account.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { inWords } from '../text/words-text.ts'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { type Build, useBuild } from './use-knowledge.ts'

/** How far the index of the published edits is. */
export function BuildBar() {
  const words = useWords(knowledgeText)
  const { data } = useBuild()
  if (!data) return null
  const { building, indexes, revision } = data
  const active = indexes.find(({ state }) => state === 'active')
  if (building) return <Underway build={data} />
  const isCurrent = active !== undefined && active.revision >= revision
  if (isCurrent) return <p className="muted">{words.upToDate(active.id)}</p>
  return <Behind failed={indexes.some(({ failedAt }) => failedAt !== null)} />
}

function Underway({ build: { indexes } }: { build: Build }) {
  const words = useWords(knowledgeText)
  const underway = indexes.find(({ state, failedAt }) => state === 'building' && failedAt === null)
  const stage = underway?.stage ? inWords(words.stages, underway.stage) : words.begins
  return (
    <output>
      <Alert
        type="info"
        showIcon
        title={words.building(stage, underway?.done ?? 0, underway?.total ?? 0)}
      />
    </output>
  )
}

function Behind({ failed }: { failed: boolean }) {
  const words = useWords(knowledgeText)
  const act = useAct()
  const mayBuild = useAccount().role === 'administrator'
  const rebuild = () => act.run(() => read(api.knowledge.build.$post()), { stale: ['knowledge'] })
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={failed ? words.failed : words.outdated}
        action={
          mayBuild && (
            <Button loading={act.busy} onClick={() => void rebuild()}>
              {words.rebuild}
            </Button>
          )
        }
      />
      <ProblemAlert error={act.error} />
    </>
  )
}

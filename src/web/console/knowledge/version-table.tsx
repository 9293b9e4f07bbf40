import { Button } from 'antd'
import { useAccount } from '../account.ts'
import { api, done } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { tellMoment } from '../tell-moment.ts'
import { tellContent } from './content.ts'
import { type Edit, type EditRecord, type Kind, useVersions } from './use-knowledge.ts'

/** What a record said when, and the way back. */
export function VersionTable({ kind, record }: { kind: Kind; record: EditRecord }) {
  const words = useWords(knowledgeText)
  const versions = useVersions(kind, record.id)
  const mayPublish = useAccount().role === 'administrator'
  const act = useAct()
  const back = (to: string | null) =>
    act.run(() => done(api.knowledge.withdraw.$post({ json: { kind, recordId: record.id, to } })), {
      told: words.restored,
      stale: ['knowledge'],
    })
  const mayReturn = mayPublish && record.published !== null
  return (
    <Loaded of={versions}>
      {(edits) =>
        edits.length === 0 ? null : (
          <section className="stack">
            <h2>{words.versions}</h2>
            <Versions
              edits={edits}
              busy={act.busy}
              onReturn={mayReturn ? (id) => void back(id) : undefined}
            />
            {mayReturn && (
              <div>
                <Button loading={act.busy} onClick={() => void back(null)}>
                  {words.restorePackaged}
                </Button>
              </div>
            )}
            <ProblemAlert error={act.error} />
          </section>
        )
      }
    </Loaded>
  )
}

type Props = { edits: Edit[]; busy: boolean; onReturn: ((id: string) => void) | undefined }

function Versions({ edits, busy, onReturn }: Props) {
  const words = useWords(knowledgeText)
  const { versionColumns: columns } = words
  return (
    <PlainTable
      caption={words.versions}
      rows={edits}
      keyOf={({ id }) => id}
      columns={[
        {
          head: columns.at,
          cell: ({ publishedAt, updatedAt }) => tellMoment(publishedAt ?? updatedAt),
        },
        { head: columns.state, cell: ({ state }) => words.editStates[state] },
        { head: columns.author, cell: ({ author }) => author },
        { head: columns.publisher, cell: ({ publisher }) => publisher ?? '—' },
        {
          head: columns.content,
          cell: ({ content }) => (
            <details>
              <summary>{columns.content}</summary>
              <span className="words">{tellContent(content)}</span>
            </details>
          ),
        },
        {
          head: columns.what,
          cell: ({ id, state }) =>
            onReturn && (state === 'replaced' || state === 'withdrawn') ? (
              <Button size="small" loading={busy} onClick={() => onReturn(id)}>
                {words.restore}
              </Button>
            ) : (
              '—'
            ),
        },
      ]}
    />
  )
}

import { Button } from 'antd'
import { useState } from 'react'
import { useAccount, useMayWork } from '../account.ts'
import { hrefOf } from '../address.ts'
import { api, done } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { saysSame, tellContent, tidy } from './content.ts'
import { ContentFields } from './content-fields.tsx'
import { RecordState } from './record-state.tsx'
import type { EditRecord, Kind } from './use-knowledge.ts'
import { VersionTable } from './version-table.tsx'

type Props = { kind: Kind; record: EditRecord }

/** One record: as it comes, as it is in use, and its draft. */
export function RecordEditor({ kind, record }: Props) {
  const words = useWords(knowledgeText)
  const { shell } = useText()
  const mayWork = useMayWork()
  const start = record.draft ? record.draft.content : (record.content ?? record.packaged)
  const [content, setContent] = useState<unknown>(start)
  return (
    <div className="stack">
      <div className="row">
        <a href={hrefOf(`/knowledge?kind=${kind}`)}>{shell.back}</a>
        <h2>{record.title}</h2>
        <RecordState record={record} />
      </div>
      <section className="card stack">
        <ContentFields
          kind={kind}
          id={record.id}
          packaged={record.packaged}
          content={content}
          disabled={!mayWork}
          onChange={setContent}
        />
        {mayWork && <EditorBar kind={kind} record={record} content={content} />}
      </section>
      <details className="card">
        <summary>{words.inUse}</summary>
        <p className="words">{tellContent(record.content)}</p>
      </details>
      {record.published && (
        <details className="card">
          <summary>{words.packaged}</summary>
          <p className="words">{tellContent(record.packaged)}</p>
        </details>
      )}
      <VersionTable kind={kind} record={record} />
    </div>
  )
}

function EditorBar({ kind, record, content }: Props & { content: unknown }) {
  const words = useWords(knowledgeText)
  const mayPublish = useAccount().role === 'administrator'
  const act = useAct()
  const recordId = record.id
  const stale = ['knowledge']
  const version = record.draft?.version ?? null
  const save = (what: unknown) =>
    act.run(
      () => done(api.knowledge.drafts.$post({ json: { kind, recordId, content: what, version } })),
      { told: words.saved, stale },
    )
  const publish = () =>
    act.run(
      () => done(api.knowledge.publish.$post({ json: { kind, recordId, version: version ?? 0 } })),
      { told: words.published, stale },
    )
  const discard = () =>
    act.run(
      () =>
        done(
          api.knowledge.drafts.discard.$post({ json: { kind, recordId, version: version ?? 0 } }),
        ),
      { told: words.discarded, stale },
    )
  const isSaved = record.draft !== null && saysSame(record.draft.content, content)
  const canRemove =
    kind === 'lexicon' && !recordId.startsWith('fields/') && record.packaged !== null
  return (
    <div className="stack">
      <div className="row">
        <Button
          type="primary"
          loading={act.busy}
          disabled={isSaved}
          onClick={() => void save(tidy(content))}
        >
          {words.save}
        </Button>
        {record.draft && mayPublish && (
          <Button disabled={!isSaved} loading={act.busy} onClick={() => void publish()}>
            {words.publish}
          </Button>
        )}
        {record.draft && (
          <Button loading={act.busy} onClick={() => void discard()}>
            {words.discard}
          </Button>
        )}
        {canRemove && record.content !== null && (
          <Button danger loading={act.busy} onClick={() => void save(null)}>
            {words.remove}
          </Button>
        )}
        {!mayPublish && <span className="muted">{words.onlyAdministrator}</span>}
      </div>
      <ProblemAlert error={act.error} />
    </div>
  )
}

import { Input } from 'antd'
import { useState } from 'react'
import { hrefOf, useQueryOfAddress } from '../address.ts'
import { Field } from '../field.tsx'
import { useText } from '../use-text.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useWords } from '../use-words.ts'
import { BuildBar } from './build-bar.tsx'
import { missingIn } from './content.ts'
import { addressOfRecord, DraftList } from './draft-list.tsx'
import { MissingSummary } from './missing-summary.tsx'
import { editKinds } from '../../../shared/edit-kinds.ts'
import { NewEntry } from './new-entry.tsx'
import { RecordEditor } from './record-editor.tsx'
import { RecordState } from './record-state.tsx'
import { type EditRecord, type Kind, useRecords } from './use-knowledge.ts'

/** Records that colleagues keep: catalogue, canned replies, what people say. */
export function KnowledgeScreen() {
  const words = useWords(knowledgeText)
  const text = useText()
  const [query] = useQueryOfAddress()
  const kind = editKinds.find((each) => each === query.get('kind')) ?? 'service'
  const records = useRecords(kind)
  const id = query.get('id')
  return (
    <div className="stack">
      <h1>{text.screens.knowledge}</h1>
      <p>{words.intro}</p>
      <BuildBar />
      <DraftList />
      <nav className="pill-tabs" aria-label={words.kindsLabel}>
        {editKinds.map((each) => (
          <a
            key={each}
            href={hrefOf(`/knowledge?kind=${each}`)}
            aria-current={each === kind ? 'page' : undefined}
          >
            {words.kinds[each]}
          </a>
        ))}
      </nav>
      <Loaded of={records}>
        {(all) => {
          const chosen = all.find((record) => record.id === id)
          return chosen ? (
            <RecordEditor key={`${kind} ${chosen.id}`} kind={kind} record={chosen} />
          ) : (
            <RecordList kind={kind} records={all} />
          )
        }}
      </Loaded>
    </div>
  )
}

type ListProps = { kind: Kind; records: EditRecord[] }

function RecordList({ kind, records }: ListProps) {
  const words = useWords(knowledgeText)
  const [wanted, setWanted] = useState('')
  const found = records.filter(({ id, title, content }) =>
    `${id} ${title} ${JSON.stringify(content)}`.includes(wanted.trim()),
  )
  return (
    <>
      {kind === 'service' && <MissingSummary records={records} />}
      {kind === 'lexicon' && <NewEntry records={records} />}
      <search>
        <Field label={words.search}>
          {({ id }) => (
            <Input
              id={id}
              type="search"
              value={wanted}
              maxLength={100}
              onChange={({ target }) => setWanted(target.value)}
            />
          )}
        </Field>
      </search>
      <PlainTable
        caption={words.table}
        empty={words.nothing}
        rows={found}
        keyOf={({ id }) => id}
        columns={[
          {
            head: words.columns.title,
            cell: ({ id, title }) => (
              <>
                <a href={hrefOf(addressOfRecord(kind, id))}>{title}</a>{' '}
                <span className="muted">{id === title ? '' : id}</span>
              </>
            ),
          },
          { head: words.columns.state, cell: (record) => <RecordState record={record} /> },
          ...(kind === 'service'
            ? [
                {
                  head: words.columns.missing,
                  cell: ({ content }: EditRecord) =>
                    missingIn(content)
                      .map((field) => words.fields[field])
                      .join('、') || '—',
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

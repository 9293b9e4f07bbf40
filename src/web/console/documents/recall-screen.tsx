import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import { hrefOf } from '../address.ts'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { api, read } from '../api.ts'
import { Difference } from '../case/difference.tsx'
import { Field } from '../field.tsx'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { type DocumentsText, documentsText } from './documents-text.ts'
import { type Recall, useRecall } from './use-documents.ts'

type Item = Recall['list'][number]

const LONGEST_NOTE = 300

/** One change of a document: what is other, and who has to be told. */
export function RecallScreen({ id = '' }: Record<string, string>) {
  const words = useWords(documentsText)
  const text = useText()
  const recall = useRecall(id)
  return (
    <div className="stack">
      <p>
        <a href={hrefOf('/recalls')}>{text.shell.back}</a>
      </p>
      <Loaded of={recall}>
        {(shown) => (
          <>
            <h1>{shown.title}</h1>
            <p className="muted">
              {words.recallOf(shown.from, shown.to)} · {words.recallStates[shown.state]}
            </p>
            <RecallList key={`${shown.id} ${shown.open}`} recall={shown} />
            <section className="card stack">
              <h2>{words.changedUnits}</h2>
              {shown.changed.map(({ locator, now, before, after }) => (
                <details key={locator}>
                  <summary>
                    {locator} → {now ?? words.gone}
                  </summary>
                  <Difference from={before} to={after ?? ''} />
                </details>
              ))}
            </section>
          </>
        )}
      </Loaded>
    </div>
  )
}

function RecallList({ recall }: { recall: Recall }) {
  const words = useWords(documentsText)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const mayWork = useMayWork() && recall.open > 0
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
  const choosing = {
    head: words.itemColumns.choose,
    cell: (item: Item) =>
      item.state === 'open' && (
        <Checkbox
          aria-label={words.choose(nameOf(item, words))}
          checked={chosen.includes(item.id)}
          onChange={() => toggle(item.id)}
        />
      ),
  }
  return (
    <section className="card stack">
      <h2>{words.list}</h2>
      <p>{words.openCount(recall.open, recall.items)}</p>
      <PlainTable
        caption={words.list}
        empty={words.noRecalls}
        rows={recall.list}
        keyOf={({ id }) => id}
        columns={[
          ...(mayWork ? [choosing] : []),
          { head: words.itemColumns.what, cell: (item) => <ItemName item={item} /> },
          { head: words.itemColumns.units, cell: ({ units }) => units.join(' ') },
          { head: words.itemColumns.at, cell: ({ answeredAt }) => <Moment at={answeredAt} /> },
          { head: words.itemColumns.state, cell: ({ state }) => words.itemStates[state] },
        ]}
      />
      {mayWork && <Deciding id={recall.id} chosen={chosen} />}
    </section>
  )
}

function nameOf({ consultation, caseCode, curatedQuestion }: Item, words: DocumentsText): string {
  if (consultation !== null) return words.consultation(consultation)
  return caseCode === null ? words.curated(curatedQuestion ?? '') : words.reply(caseCode)
}

function ItemName({ item }: { item: Item }) {
  const name = nameOf(item, useWords(documentsText))
  const { consultation, caseId, curatedId } = item
  if (caseId !== null) return <a href={hrefOf(`/cases/${caseId}`)}>{name}</a>
  if (curatedId !== null) return <a href={hrefOf('/curated')}>{name}</a>
  return consultation === null ? name : <a href={hrefOf('/consultations')}>{name}</a>
}

type DecidingProps = { id: string; chosen: readonly string[] }

function Deciding({ id, chosen }: DecidingProps) {
  const words = useWords(documentsText)
  const act = useAct()
  const [note, setNote] = useState('')
  const items = chosen.length > 0 ? { items: [...chosen] } : {}
  const at = api.recalls[':id']
  const approve = () => {
    const json = { ...items, ...(note.trim() !== '' && { note: note.trim() }) }
    const sending = () => read(at.approve.$post({ param: { id }, json }))
    return act.run(sending, { told: words.approved, stale: ['recalls'] })
  }
  const dismiss = () =>
    act.run(() => read(at.dismiss.$post({ param: { id }, json: items })), {
      told: words.dismissed,
      stale: ['recalls'],
    })
  return (
    <div className="stack">
      <Field label={words.note}>
        {({ id: noteId }) => (
          <Input.TextArea
            id={noteId}
            value={note}
            maxLength={LONGEST_NOTE}
            rows={2}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      <div className="row">
        <Button type="primary" loading={act.busy} onClick={() => void approve()}>
          {chosen.length > 0 ? words.approve(chosen.length) : words.approveAll}
        </Button>
        {chosen.length > 0 && (
          <Button loading={act.busy} onClick={() => void dismiss()}>
            {words.dismiss(chosen.length)}
          </Button>
        )}
      </div>
      <ProblemAlert error={act.error} />
    </div>
  )
}

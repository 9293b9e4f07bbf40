import { hrefOf } from '../address.ts'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { Moment } from '../moment.tsx'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { documentsText } from './documents-text.ts'
import { useRecalls } from './use-documents.ts'

/** Changes of documents, each with the answers to correct. */
export function RecallsScreen() {
  const words = useWords(documentsText)
  const text = useText()
  const recalls = useRecalls()
  return (
    <div className="stack">
      <h1>{text.screens.recalls}</h1>
      <p>{words.recallsIntro}</p>
      <Loaded of={recalls}>
        {(all) => (
          <PlainTable
            caption={words.recalls}
            empty={words.noRecalls}
            rows={all.recalls}
            keyOf={({ id }) => id}
            columns={[
              {
                head: words.columns.version,
                cell: ({ id, title, from, to }) => (
                  <>
                    <a href={hrefOf(`/recalls/${id}`)}>{title}</a>{' '}
                    <span className="muted">{words.recallOf(from, to)}</span>
                  </>
                ),
              },
              { head: words.columns.state, cell: ({ state }) => words.recallStates[state] },
              { head: words.list, cell: ({ open, items }) => words.openCount(open, items) },
              { head: words.itemColumns.at, cell: ({ createdAt }) => <Moment at={createdAt} /> },
            ]}
          />
        )}
      </Loaded>
    </div>
  )
}

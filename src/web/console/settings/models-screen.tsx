import { Alert } from 'antd'
import { useText } from '../use-text.ts'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { settingsText } from '../administration/settings-text.ts'
import { useWords } from '../use-words.ts'
import { tellMoment } from '../tell-moment.ts'
import { type ShownSettings, useSettings } from './use-settings.ts'

/** Models, prompts and the index as they are. */
export function ModelsScreen() {
  const words = useWords(settingsText)
  const text = useText()
  const settings = useSettings()
  return (
    <div className="stack">
      <h1>{text.screens.models}</h1>
      <p>{words.readOnly}</p>
      <Loaded of={settings}>
        {(shown) => (
          <>
            {!shown.embedderHere && (
              <Alert type="warning" showIcon title={words.models.wordsOnly} />
            )}
            <Models shown={shown} />
            <Prompts prompts={shown.prompts} />
            <IndexTable indexes={shown.indexes} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Models({ shown: { service, modelOff, documents } }: { shown: ShownSettings }) {
  const { models: words, none } = useWords(settingsText)
  const { chat, embedding, rerank, model } = service
  const at = (name: string, host: string | null) => `${name} · ${words.host} ${host ?? words.here}`
  return (
    <section className="card">
      <FactList
        facts={[
          [
            words.model,
            <>
              {chat ? at(chat.model, chat.host) : none}{' '}
              {modelOff && <span className="chip warning">{words.off}</span>}
            </>,
          ],
          [words.filing, service.filingNumber ?? none],
          [words.embedding, at(embedding.model, embedding.host)],
          [words.rerank, rerank ? at(rerank.model, rerank.host) : none],
          [words.dailyTokens, model.dailyTokens],
          [words.concurrency, model.concurrency],
          [words.firstWords, words.ms(model.firstWordsMs)],
          [words.whole, words.ms(model.wholeMs)],
          [words.documents, documents.map(({ title }) => title).join('；')],
        ]}
      />
    </section>
  )
}

function Prompts({ prompts }: Pick<ShownSettings, 'prompts'>) {
  const { models: words } = useWords(settingsText)
  const { promptColumns: columns } = words
  return (
    <section className="stack">
      <h2>{words.prompts}</h2>
      <p className="muted">{words.promptNote}</p>
      <PlainTable
        caption={words.prompts}
        rows={prompts}
        keyOf={({ id }) => id}
        columns={[
          { head: columns.id, cell: ({ id }) => <code>{id}</code> },
          { head: columns.version, cell: ({ version }) => version, isNumber: true },
          { head: columns.purpose, cell: ({ purpose }) => purpose },
          { head: columns.output, cell: ({ output }) => output },
        ]}
      />
    </section>
  )
}

const HASH_SHOWN = 12

export function IndexTable({ indexes }: Pick<ShownSettings, 'indexes'>) {
  const { models: words } = useWords(settingsText)
  const { indexColumns: columns } = words
  return (
    <section className="stack">
      <h2>{words.index}</h2>
      <PlainTable
        caption={words.index}
        rows={indexes}
        keyOf={({ id }) => String(id)}
        columns={[
          { head: columns.id, cell: ({ id }) => id, isNumber: true },
          {
            head: columns.state,
            cell: ({ state, failedAt }) => (failedAt === null ? words.states[state] : words.failed),
          },
          { head: columns.revision, cell: ({ revision }) => revision, isNumber: true },
          { head: columns.model, cell: ({ embeddingModel }) => embeddingModel },
          {
            head: columns.hash,
            cell: ({ contentHash }) => (
              <code title={contentHash}>{contentHash.slice(0, HASH_SHOWN)}</code>
            ),
          },
          { head: columns.built, cell: ({ builtAt }) => tellMoment(builtAt) },
        ]}
      />
    </section>
  )
}

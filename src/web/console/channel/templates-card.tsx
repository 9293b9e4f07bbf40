import { Button } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { PlainTable } from '../administration/plain-table.tsx'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { channelText } from './channel-text.ts'
import { FindingList } from './finding-list.tsx'

type Templates = InferResponseType<(typeof api)['channel']['templates']['$get'], 200>

/** Asked for when wanted: each look is a request to WeChat. */
export function TemplatesCard() {
  const words = useWords(channelText)
  const act = useAct()
  const [known, show] = useState<Templates>()
  const readAll = () => act.run(async () => show(await read(api.channel.templates.$get())))
  return (
    <section className="card stack">
      <h2>{words.templates}</h2>
      <p className="muted">{words.templatesIntro}</p>
      <div>
        <Button loading={act.busy} onClick={() => void readAll()}>
          {words.readTemplates}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
      {known && <FindingList findings={known.findings} />}
      {known && <TemplateTable templates={known.templates} />}
    </section>
  )
}

function TemplateTable({ templates }: Pick<Templates, 'templates'>) {
  const words = useWords(channelText)
  const { templateColumns: columns } = words
  return (
    <PlainTable
      caption={words.templates}
      empty={words.noTemplates}
      rows={templates}
      keyOf={({ id }) => id}
      columns={[
        { head: columns.id, cell: ({ id }) => <code>{id}</code> },
        { head: columns.title, cell: ({ title }) => title },
        { head: columns.fields, cell: ({ fields }) => fields.join('、') },
      ]}
    />
  )
}

import { Button } from 'antd'
import { useState } from 'react'
import type { Finding } from '../../../shared/channel-findings.ts'
import { PlainTable } from '../administration/plain-table.tsx'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { channelText } from './channel-text.ts'
import { FindingList } from './finding-list.tsx'
import type { Channel } from './use-channel.ts'

type Menu = Channel['menu']
type Tried = { findings: Finding[]; hash: string | null }

/** The menu as the file has it; it is published only as it was tried. */
export function MenuCard({ menu, canPublish }: { menu: Menu; canPublish: boolean }) {
  const words = useWords(channelText)
  const act = useAct()
  const [tried, show] = useState<Tried>()
  const tryMenu = () =>
    act.run(async () => show(await read(api.channel.menu.trial.$post())), { stale: ['channel'] })
  const publish = (hash: string) =>
    act.run(async () => {
      const { finding } = await read(api.channel.menu.$post({ json: { hash } }))
      show({ findings: [finding], hash: null })
    })
  const hash = tried?.hash ?? null
  return (
    <section className="card stack">
      <h2>{words.menu}</h2>
      <p className="muted">{words.menuFrom[menu.from]}</p>
      <MenuTable entries={menu.entries} />
      {!tried && menu.findings.length > 0 && <FindingList findings={menu.findings} />}
      <p className="muted">{words.tryNote}</p>
      <div className="row">
        <Button loading={act.busy} onClick={() => void tryMenu()}>
          {words.tryMenu}
        </Button>
        {canPublish && (
          <Button
            type="primary"
            disabled={hash === null || act.busy}
            onClick={() => {
              if (hash !== null) void publish(hash)
            }}
          >
            {words.publish}
          </Button>
        )}
      </div>
      <ProblemAlert error={act.error} />
      <output>{tried && <FindingList findings={tried.findings} />}</output>
    </section>
  )
}

type Line = { id: string; name: string; type?: 'click' | 'view'; target: string }

/** One line each, those below an entry after it. */
function linesOf(entries: Menu['entries']): Line[] {
  return entries.flatMap((entry) => {
    if (!('sub_button' in entry)) return [lineOf(entry, entry.name)]
    const { name, sub_button: below } = entry
    return [
      { id: name, name, target: '' },
      ...below.map((leaf) => lineOf(leaf, `　${leaf.name}`, name)),
    ]
  })
}

type Leaf = Extract<Menu['entries'][number], { type: string }>

const lineOf = ({ type, key, url }: Leaf, name: string, above = ''): Line => ({
  id: `${above} ${name}`,
  name,
  type,
  target: key ?? url ?? '',
})

function MenuTable({ entries }: { entries: Menu['entries'] }) {
  const words = useWords(channelText)
  const { menuColumns: columns } = words
  return (
    <PlainTable
      caption={words.menu}
      empty={words.menuEmpty}
      rows={linesOf(entries)}
      keyOf={({ id }) => id}
      columns={[
        { head: columns.name, cell: ({ name }) => name },
        { head: columns.type, cell: ({ type }) => (type ? words.menuTypes[type] : '') },
        { head: columns.target, cell: ({ target }) => target && <code>{target}</code> },
      ]}
    />
  )
}

import { Button } from 'antd'
import { useState } from 'react'
import { useAccount } from '../account.ts'
import { Loaded } from '../administration/loaded.tsx'
import { peopleText } from '../administration/people-text.ts'
import { useWords } from '../use-words.ts'
import { type Asked, OrganisationDialog } from './organisation-dialog.tsx'
import { type Organisation, useOrganisations } from './use-organisations.ts'

/** The tree of what the account sees; administrators add to it and change it. */
export function OrganisationTree() {
  const { organisations: words } = useWords(peopleText)
  const found = useOrganisations()
  const mayChange = useAccount().role === 'administrator'
  const [asked, ask] = useState<Asked>()
  return (
    <Loaded of={found}>
      {(all) => (
        <section className="card tree" aria-label={words.tree}>
          <Branch all={all} of={rootsOf(all)} onAsk={mayChange ? ask : undefined} />
          {asked && <OrganisationDialog asked={asked} onClose={() => ask(undefined)} />}
        </section>
      )}
    </Loaded>
  )
}

/** Those whose parent is not seen. */
function rootsOf(all: Organisation[]): Organisation[] {
  const seen = new Set(all.map(({ id }) => id))
  return all.filter(({ parentId }) => parentId === null || !seen.has(parentId))
}

type BranchProps = {
  all: Organisation[]
  of: Organisation[]
  onAsk: ((asked: Asked) => void) | undefined
}

function Branch({ all, of, onAsk }: BranchProps) {
  return (
    <ul>
      {of.map((organisation) => {
        const below = all.filter(({ parentId }) => parentId === organisation.id)
        return (
          <li key={organisation.id}>
            <Node organisation={organisation} onAsk={onAsk} />
            {below.length > 0 && <Branch all={all} of={below} onAsk={onAsk} />}
          </li>
        )
      })}
    </ul>
  )
}

type NodeProps = { organisation: Organisation; onAsk: BranchProps['onAsk'] }

function Node({ organisation, onAsk }: NodeProps) {
  const { organisations: words } = useWords(peopleText)
  const { name, level, district, phone, closedAt } = organisation
  const details = [district, phone].filter((each) => each !== null).join(' · ')
  return (
    <div className="row">
      <span>
        {name} <span className="chip">{words.levels[level]}</span>{' '}
        {closedAt !== null && <span className="chip warning">{words.closed}</span>}{' '}
        <span className="muted">{details}</span>
      </span>
      {onAsk && (
        <>
          <Button
            size="small"
            aria-label={words.editOf(name)}
            onClick={() => onAsk({ kind: 'change', organisation })}
          >
            {words.edit}
          </Button>
          {level !== 'station' && closedAt === null && (
            <Button size="small" onClick={() => onAsk({ kind: 'add', parent: organisation })}>
              {words.add} <span className="hidden-text">{name}</span>
            </Button>
          )}
        </>
      )}
    </div>
  )
}

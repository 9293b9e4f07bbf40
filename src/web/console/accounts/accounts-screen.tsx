import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { useText } from '../use-text.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { peopleText } from '../administration/people-text.ts'
import { useWords } from '../use-words.ts'
import { tellMoment } from '../tell-moment.ts'
import { AccountDialog } from './account-dialog.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { NewAccount } from './new-account.tsx'

type Listed = InferResponseType<(typeof api)['accounts']['$get'], 200>
export type ListedAccount = Listed['accounts'][number]

const PAGE = 200

const useAccounts = () =>
  useQuery({
    queryKey: ['accounts'],
    queryFn: async () => {
      const all: ListedAccount[] = []
      for (let after: string | undefined; ; after = all.at(-1)?.username) {
        const query = { limit: String(PAGE), ...(after !== undefined && { after }) }
        const { accounts } = await read(api.accounts.$get({ query }))
        all.push(...accounts)
        if (accounts.length < PAGE) return all
      }
    },
  })

/** Who may sign in. */
export function AccountsScreen() {
  const { accounts: words } = useWords(peopleText)
  const text = useText()
  const found = useAccounts()
  const [asked, ask] = useState<ListedAccount>()
  return (
    <div className="stack">
      <h1>{text.screens.accounts}</h1>
      <p>{words.intro}</p>
      <Loaded of={found}>{(all) => <AccountTable accounts={all} onAsk={ask} />}</Loaded>
      <div className="columns">
        <section className="card stack">
          <h2>{words.add}</h2>
          <NewAccount roles={['staff', 'administrator', 'auditor', 'expert']} />
        </section>
        <section className="card stack">
          <h2>{words.invite}</h2>
          <InvitationForm />
        </section>
      </div>
      {asked && <AccountDialog account={asked} onClose={() => ask(undefined)} />}
    </div>
  )
}

type TableProps = { accounts: ListedAccount[]; onAsk: (account: ListedAccount) => void }

function AccountTable({ accounts, onAsk }: TableProps) {
  const { accounts: words } = useWords(peopleText)
  const { shell } = useText()
  return (
    <PlainTable
      caption={words.table}
      rows={accounts}
      keyOf={({ id }) => id}
      columns={[
        { head: words.username, cell: ({ username }) => username },
        { head: words.name, cell: ({ name }) => name },
        { head: words.role, cell: ({ role }) => shell.roles[role] },
        {
          head: words.organisation,
          cell: ({ organisation }) => organisation ?? words.allOrganisations,
        },
        { head: words.state, cell: (account) => <State account={account} /> },
        {
          head: words.lastSignIn,
          cell: ({ lastSignInAt }) =>
            lastSignInAt === null ? words.never : tellMoment(lastSignInAt),
        },
        {
          head: words.actions,
          cell: (account) => (
            <Button
              size="small"
              aria-label={words.actionsOf(account.name)}
              onClick={() => onAsk(account)}
            >
              {words.actions}
            </Button>
          ),
        },
      ]}
    />
  )
}

function State({ account }: { account: ListedAccount }) {
  const { accounts: words } = useWords(peopleText)
  if (account.disabledAt !== null) return <span className="chip danger">{words.disabled}</span>
  if (account.mustChangePassword) return <span className="chip warning">{words.newcomer}</span>
  if (!account.hasTotp) return <span className="chip warning">{words.noTotp}</span>
  return <span className="chip success">{words.active}</span>
}

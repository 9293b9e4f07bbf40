import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { useAccount } from './account.ts'
import { api, read } from './api.ts'

type Listed = InferResponseType<(typeof api)['accounts']['$get'], 200>['accounts'][number]

const PAGE = 200

async function listAll(): Promise<Listed[]> {
  const all: Listed[] = []
  for (let after: string | undefined; ; after = all.at(-1)?.username) {
    const query = { limit: String(PAGE), ...(after !== undefined && { after }) }
    const { accounts } = await read(api.accounts.$get({ query }))
    all.push(...accounts)
    if (accounts.length < PAGE) return all
  }
}

/** Who may sign in, for administrators; nobody else is shown the list. */
export function useAccountList(): readonly Listed[] {
  const { role } = useAccount()
  const { data } = useQuery({
    queryKey: ['accounts'],
    enabled: role === 'administrator',
    queryFn: listAll,
  })
  return data ?? []
}

import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

type Listed = InferResponseType<(typeof api)['organisations']['$get'], 200>
export type Organisation = Listed['organisations'][number]
export type Level = Organisation['level']

const PAGE = 200

/** All that the account sees, by name. */
export const useOrganisations = () =>
  useQuery({
    queryKey: ['organisations'],
    queryFn: async () => {
      const all: Organisation[] = []
      for (let after: string | undefined; ; after = all.at(-1)?.name) {
        const query = { limit: String(PAGE), ...(after !== undefined && { after }) }
        const { organisations } = await read(api.organisations.$get({ query }))
        all.push(...organisations)
        if (organisations.length < PAGE) return all
      }
    },
  })

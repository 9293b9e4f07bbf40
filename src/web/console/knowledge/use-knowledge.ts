import { useQuery } from '@tanstack/react-query'
import type { InferRequestType, InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

type Query = InferRequestType<(typeof api)['knowledge']['$get']>['query']
export type Kind = Query['kind']
type Listed = InferResponseType<(typeof api)['knowledge']['$get'], 200>
type Loose<Body> = Omit<Body, 'content' | 'packaged'> & { content: unknown }

/** Contents are of the form of their file: each editor reads what it knows of it. */
export type Edit = Loose<NonNullable<Listed['records'][number]['draft']>>
export type EditRecord = Omit<
  Listed['records'][number],
  'content' | 'packaged' | 'draft' | 'published'
> & { content: unknown; packaged: unknown; draft: Edit | null; published: Edit | null }

export const useRecords = (kind: Kind) =>
  useQuery({
    queryKey: ['knowledge', 'records', kind],
    queryFn: async (): Promise<EditRecord[]> =>
      (await read(api.knowledge.$get({ query: { kind } }))).records,
  })

export const useVersions = (kind: Kind, recordId: string) =>
  useQuery({
    queryKey: ['knowledge', 'versions', kind, recordId],
    queryFn: async (): Promise<Edit[]> =>
      (await read(api.knowledge.versions.$get({ query: { kind, recordId } }))).edits,
  })

const LOOK_EVERY_MS = 2_000

export type Build = InferResponseType<(typeof api)['knowledge']['build']['$get'], 200>

export const useBuild = () =>
  useQuery({
    queryKey: ['knowledge', 'build'],
    queryFn: () => read(api.knowledge.build.$get()),
    refetchInterval: ({ state }) => (state.data?.building ? LOOK_EVERY_MS : false),
  })

export const useDrafts = () =>
  useQuery({
    queryKey: ['knowledge', 'drafts'],
    queryFn: async (): Promise<Edit[]> => (await read(api.knowledge.drafts.$get())).edits,
  })

import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

export type Preview = InferResponseType<(typeof api)['documents']['versions'][':id']['$get'], 200>
export type Version = Preview['version']
export type Recall = InferResponseType<(typeof api)['recalls'][':id']['$get'], 200>

export const useDocuments = () =>
  useQuery({ queryKey: ['documents', 'list'], queryFn: () => read(api.documents.$get()) })

export const useVersion = (id: string) =>
  useQuery({
    queryKey: ['documents', 'version', id],
    queryFn: () => read(api.documents.versions[':id'].$get({ param: { id } })),
  })

export const useRecalls = () =>
  useQuery({ queryKey: ['recalls', 'list'], queryFn: () => read(api.recalls.$get()) })

export const useRecall = (id: string) =>
  useQuery({
    queryKey: ['recalls', 'one', id],
    queryFn: () => read(api.recalls[':id'].$get({ param: { id } })),
  })

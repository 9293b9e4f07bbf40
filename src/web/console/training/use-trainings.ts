import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InferRequestType, InferResponseType } from 'hono/client'
import { callApi } from '../../shared/call-api.ts'
import { isNumber, isString, listOf, objectOf } from '../../shared/guards.ts'
import { api, read } from '../api.ts'
import { readPreferences } from '../preferences.ts'

type Query = InferRequestType<(typeof api)['trainings']['$get']>['query']
export type TrainingFilter = Omit<Query, 'after' | 'limit'>
export type Training = InferResponseType<(typeof api)['trainings'][':id']['$get'], 200>
export type Totals = InferResponseType<(typeof api)['trainings']['totals']['$get'], 200>

const PAGE = 50

export const useTrainings = (filter: TrainingFilter) =>
  useInfiniteQuery({
    queryKey: ['trainings', filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = {
        ...filter,
        limit: String(PAGE),
        ...(pageParam !== '' && { after: pageParam }),
      }
      return read(api.trainings.$get({ query }))
    },
    getNextPageParam: ({ trainings }) =>
      trainings.length < PAGE ? undefined : trainings.at(-1)?.id,
  })

export const useTraining = (id: string) =>
  useQuery({
    queryKey: ['trainings', 'one', id],
    queryFn: () => read(api.trainings[':id'].$get({ param: { id } })),
  })

export const useTotals = (year: string) =>
  useQuery({
    queryKey: ['trainings', 'totals', year],
    queryFn: () => read(api.trainings.totals.$get({ query: { year } })),
  })

type Course = { number: number; name: string; nameEn: string }
const isCourseList = objectOf({
  courses: listOf(objectOf<Course>({ number: isNumber, name: isString, nameEn: isString })),
})

/** The syllabus, by number, in the language of this browser. */
export function useCourses(): { value: number; label: string }[] {
  const { language } = readPreferences()
  const { data } = useQuery({
    queryKey: ['courses'],
    staleTime: Infinity,
    queryFn: async () => {
      const path = '/api/catalogue/courses'
      const result = await callApi({ path, guard: isCourseList, language })
      return result.ok ? result.value.courses : []
    },
  })
  return (data ?? []).map(({ number, name, nameEn }) => ({
    value: number,
    label: `${number} ${language === 'zh' ? name : nameEn}`,
  }))
}

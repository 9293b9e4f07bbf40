import { useQuery } from '@tanstack/react-query'
import { callApi } from '../shared/call-api.ts'
import { isString, listOf, objectOf } from '../shared/guards.ts'
import { readPreferences } from './preferences.ts'

const isDistricts = objectOf({ districts: listOf(objectOf({ name: isString })) })

/** The districts of the catalogue, by name. */
export function useDistricts(): string[] {
  const { data } = useQuery({
    queryKey: ['districts'],
    staleTime: Infinity,
    queryFn: async () => {
      const { language } = readPreferences()
      const path = '/api/catalogue/districts'
      const result = await callApi({ path, guard: isDistricts, language })
      return result.ok ? result.value.districts.map(({ name }) => name) : []
    },
  })
  return data ?? []
}

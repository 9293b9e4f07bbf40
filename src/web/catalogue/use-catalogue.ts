import type { Problem } from '../shared/call-api.ts'
import type { Guard } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { useRemote } from '../shared/use-remote.ts'
import { isCourseList, isDistrictList, isPlatformList, isServiceList } from './catalogue.ts'
import type { Course, District, Platform, Service, Tab } from './catalogue.ts'

export type Catalogue = {
  services: Service[]
  platforms: Platform[]
  courses: Course[]
  districts: District[]
}

type LoadedCatalogue = {
  catalogue: Catalogue
  loading: boolean
  problem: Problem | null
  retry: () => void
}

/** The parts of the catalogue that are `wanted`; the others stay empty. */
export function useCatalogue(wanted: readonly Tab[], language: Language): LoadedCatalogue {
  function usePart<T>(tab: Tab, guard: Guard<T>) {
    return useRemote(wanted.includes(tab) ? `/api/catalogue/${tab}` : null, guard, language)
  }
  const [services, retryServices] = usePart('services', isServiceList)
  const [platforms, retryPlatforms] = usePart('platforms', isPlatformList)
  const [courses, retryCourses] = usePart('courses', isCourseList)
  const [districts, retryDistricts] = usePart('districts', isDistrictList)
  const parts = { services, platforms, courses, districts }
  const asked = wanted.map((tab) => parts[tab])
  const failed = asked.find((part) => part.state === 'failed')

  return {
    catalogue: {
      services: services.value?.services ?? [],
      platforms: platforms.value?.platforms ?? [],
      courses: courses.value?.courses ?? [],
      districts: districts.value?.districts ?? [],
    },
    loading: asked.some((part) => part.state === 'loading' && part.value === undefined),
    problem: failed?.state === 'failed' ? failed.problem : null,
    retry: () => {
      retryServices()
      retryPlatforms()
      retryCourses()
      retryDistricts()
    },
  }
}

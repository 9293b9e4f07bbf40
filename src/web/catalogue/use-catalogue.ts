import type { Problem } from '../shared/call-api.ts'
import type { Guard } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { useRemote } from '../shared/use-remote.ts'
import {
  isCourseList,
  isDistrictList,
  isPlatformList,
  isPointList,
  isServiceList,
} from './catalogue.ts'
import type { Course, District, Platform, Service, ServicePoint, Tab } from './catalogue.ts'

export type Catalogue = {
  services: Service[]
  platforms: Platform[]
  courses: Course[]
  districts: District[]
  points: ServicePoint[]
}

type LoadedCatalogue = {
  catalogue: Catalogue
  loading: boolean
  problem: Problem | null
  retry: () => void
}

/** The parts of the catalogue that are `wanted`; the others stay empty. */
export function useCatalogue(wanted: readonly Tab[], language: Language): LoadedCatalogue {
  function usePart<Name extends Tab>(name: Name, guard: Guard<Pick<Catalogue, Name>>) {
    const path = wanted.includes(name) ? `/api/catalogue/${name}` : null
    const [part, retry] = useRemote(path, guard, language)
    return { part, retry, list: part.value?.[name] }
  }
  const parts = {
    services: usePart('services', isServiceList),
    platforms: usePart('platforms', isPlatformList),
    courses: usePart('courses', isCourseList),
    districts: usePart('districts', isDistrictList),
    points: usePart('points', isPointList),
  }
  const asked = wanted.map((name) => parts[name])
  const failed = asked.map(({ part }) => part).find(({ state }) => state === 'failed')

  return {
    catalogue: {
      services: parts.services.list ?? [],
      platforms: parts.platforms.list ?? [],
      courses: parts.courses.list ?? [],
      districts: parts.districts.list ?? [],
      points: parts.points.list ?? [],
    },
    loading: asked.some(({ part }) => part.state === 'loading' && part.value === undefined),
    problem: failed?.state === 'failed' ? failed.problem : null,
    retry: () => {
      for (const { retry } of asked) retry()
    },
  }
}

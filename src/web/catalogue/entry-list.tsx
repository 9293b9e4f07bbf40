import type { Language } from '../shared/language.ts'
import type { Service, Tab } from './catalogue.ts'
import { catalogueText } from './catalogue-text.ts'
import { CourseCard, DistrictCard, PlatformCard, PointCard } from './entry-cards.tsx'
import { ServiceCard } from './service-card.tsx'
import type { Catalogue } from './use-catalogue.ts'

const groups = ['basic', 'special'] as const

/** Whether an entry says all the words looked for, in any of its fields. */
export function matches(entry: object, filter: string): boolean {
  const haystack = JSON.stringify(entry).toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}

export function filterCatalogue(catalogue: Catalogue, filter: string): Catalogue {
  const keep = (entry: object) => matches(entry, filter)
  return {
    services: catalogue.services.filter(keep),
    platforms: catalogue.platforms.filter(keep),
    courses: catalogue.courses.filter(keep),
    districts: catalogue.districts.filter(keep),
    points: catalogue.points.filter(keep),
  }
}

function Services(props: { services: Service[]; language: Language; opened: string }) {
  const { services, language, opened } = props
  const text = catalogueText[language]
  return (
    <>
      <p class="note">{text.mustNote}</p>
      {groups.map((group) => {
        const inGroup = services.filter((service) => service.group === group)
        if (inGroup.length === 0) return null
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{text.groups[group]}</h2>
            <div class="cards">
              {inGroup.map((service) => (
                <ServiceCard
                  key={service.id}
                  startOpen={service.id === opened}
                  {...{ service, language }}
                />
              ))}
            </div>
          </section>
        )
      })}
    </>
  )
}

export function EntryList(props: {
  tab: Tab
  catalogue: Catalogue
  language: Language
  opened: string
}) {
  const { tab, catalogue, language } = props
  if (tab === 'services') {
    return <Services services={catalogue.services} language={language} opened={props.opened} />
  }
  return (
    <>
      <h2 class="hidden-text">{catalogueText[language].tabs[tab]}</h2>
      {tab === 'points' && <p class="note">{catalogueText[language].pointsNote}</p>}
      <div class="cards">
        {tab === 'platforms' &&
          catalogue.platforms.map((platform) => (
            <PlatformCard key={platform.number} {...{ platform, language }} />
          ))}
        {tab === 'courses' &&
          catalogue.courses.map((course) => (
            <CourseCard key={course.number} {...{ course, language }} />
          ))}
        {tab === 'districts' &&
          catalogue.districts.map((district) => (
            <DistrictCard key={district.number} {...{ district, language }} />
          ))}
        {tab === 'points' &&
          catalogue.points.map((point) => <PointCard key={point.name} {...{ point, language }} />)}
      </div>
    </>
  )
}

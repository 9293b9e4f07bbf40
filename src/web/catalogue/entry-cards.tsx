import { commonText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'
import { pointFields, specialFields } from './catalogue.ts'
import type { Course, District, Platform, ServicePoint, SpecialService } from './catalogue.ts'
import { catalogueText } from './catalogue-text.ts'
import { SourceLine } from './source-line.tsx'

function Name(props: { number: number; name: string; nameEn: string; english: boolean }) {
  return (
    <h3>
      <span class="number">{props.number}</span>
      <span>{props.english ? props.nameEn : props.name}</span>
    </h3>
  )
}

export function PlatformCard(props: { platform: Platform; language: Language }) {
  const { platform, language } = props
  return (
    <article class="card">
      <Name {...platform} english={language === 'en'} />
      <p>
        <a class="website" href={platform.url} target="_blank" rel="noopener noreferrer">
          {platform.url}
          <span class="hidden-text">{commonText[language].newTab}</span>
        </a>
      </p>
      {platform.note === null ? null : <p lang="zh-CN">{platform.note}</p>}
      <SourceLine clause={platform.clause} status={platform.status} language={language} />
    </article>
  )
}

export function CourseCard(props: { course: Course; language: Language }) {
  const { course, language } = props
  return (
    <article class="card">
      <Name {...course} english={language === 'en'} />
      <p class="label">{catalogueText[language].topics}</p>
      <ul class="topics" lang="zh-CN">
        {course.topics.map((topic) => (
          <li key={topic}>{topic}</li>
        ))}
      </ul>
      <SourceLine clause={course.clause} status={course.status} language={language} />
    </article>
  )
}

export function DistrictCard(props: { district: District; language: Language }) {
  const { district, language } = props
  return (
    <article class="card">
      <Name {...district} english={language === 'en'} />
      <p class="label">{catalogueText[language].industries}</p>
      <p lang="zh-CN">{district.industries}</p>
      <SourceLine clause={district.clause} status={district.status} language={language} />
    </article>
  )
}

export function PointCard(props: { point: ServicePoint; language: Language }) {
  const { point, language } = props
  const text = catalogueText[language]
  return (
    <article class="card" lang="zh-CN">
      <h3>{point.name}</h3>
      <dl class="fields">
        {pointFields.map((field) => {
          const value = point[field]
          if (value === null) return null
          return (
            <div key={field}>
              <dt lang={language === 'zh' ? undefined : 'en'}>{text.pointFields[field]}</dt>
              <dd>{field === 'phone' ? <Phone number={value} /> : value}</dd>
            </div>
          )
        })}
      </dl>
      {point.special.length > 0 && <SpecialList services={point.special} language={language} />}
    </article>
  )
}

function SpecialList(props: { services: SpecialService[]; language: Language }) {
  const { services, language } = props
  const text = catalogueText[language]
  const lang = language === 'zh' ? undefined : 'en'
  return (
    <details>
      <summary lang={lang}>{text.special}</summary>
      <ul>
        {services.map((service, at) => (
          <li key={at}>
            {service.content}
            <dl class="fields">
              {specialFields.map((field) => (
                <div key={field}>
                  <dt lang={lang}>{text.specialFields[field]}</dt>
                  <dd>{service[field]}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Called with a tap, where it is one number and nothing else. */
function Phone(props: { number: string }) {
  const { number } = props
  if (!/^\+?[\d -]{5,20}$/.test(number)) return <>{number}</>
  return <a href={`tel:${number.replace(/ /g, '')}`}>{number}</a>
}

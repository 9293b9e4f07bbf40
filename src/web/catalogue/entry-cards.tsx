import { commonText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'
import type { Course, District, Platform } from './catalogue.ts'
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

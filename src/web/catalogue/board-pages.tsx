import type { ComponentChildren } from 'preact'
import { flatMap } from '../shared/flat-map.ts'
import type { Language } from '../shared/language.ts'
import { StatusTag } from '../shared/status-tag.tsx'
import { catalogueText } from './catalogue-text.ts'
import { ModalityTag, ServiceFields } from './service-card.tsx'
import type { Service } from './catalogue.ts'
import type { Catalogue } from './use-catalogue.ts'

type BoardPage = { title: string; heading: string; content: ComponentChildren }

const rowsPerPage = 6

function chunk<T>(list: T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size))
  return chunks
}

/** A service described in parts fills a page with each of them. */
function partsOf(service: Service): Service[] {
  if (service.parts.length === 0) return [service]
  return service.parts.map((part) => ({
    ...service,
    name: `${service.name} · ${part.name}`,
    nameEn: `${service.nameEn} · ${part.nameEn}`,
    modality: part.modality,
    fields: part.fields,
    parts: [],
  }))
}

type Row = { number: number; name: string; detail: string }

function Rows(props: { rows: Row[] }) {
  return (
    <dl class="board-rows">
      {props.rows.map((row) => (
        <div key={row.number}>
          <dt>
            <span class="number">{row.number}</span> {row.name}
          </dt>
          <dd>{row.detail}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The catalogue cut into what a screen on a wall can show at once. */
export function boardPages(catalogue: Catalogue, language: Language): BoardPage[] {
  const text = catalogueText[language]
  const english = language === 'en'
  const nameOf = (entry: { name: string; nameEn: string }) => (english ? entry.nameEn : entry.name)
  const services = flatMap(catalogue.services, partsOf).map((service) => ({
    title: text.groups[service.group],
    heading: nameOf(service),
    content: (
      <>
        <p class="board-tags">
          <ModalityTag modality={service.modality} language={language} />{' '}
          <StatusTag status={service.status} language={language} />
        </p>
        <ServiceFields service={service} language={language} />
      </>
    ),
  }))
  const inRows = (title: string, rows: Row[]) =>
    chunk(rows, rowsPerPage).map((part) => ({
      title: text.title,
      heading: title,
      content: <Rows rows={part} />,
    }))
  return [
    ...services,
    ...inRows(
      text.tabs.platforms,
      catalogue.platforms.map((each) => ({ ...each, name: nameOf(each), detail: each.url })),
    ),
    ...inRows(
      text.tabs.courses,
      catalogue.courses.map((each) => ({
        ...each,
        name: nameOf(each),
        detail: each.topics.join('；'),
      })),
    ),
    ...inRows(
      text.tabs.districts,
      catalogue.districts.map((each) => ({
        ...each,
        name: nameOf(each),
        detail: each.industries,
      })),
    ),
    ...inRows(
      text.tabs.points,
      catalogue.points.map(({ name, address, phone, hours }, at) => ({
        number: at + 1,
        name,
        detail: [address, phone, hours].filter(Boolean).join('；'),
      })),
    ),
  ]
}

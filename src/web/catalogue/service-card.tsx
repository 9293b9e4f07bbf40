import { useState } from 'preact/hooks'
import type { Language } from '../shared/language.ts'
import { serviceFields } from './catalogue.ts'
import type { Service, ServicePart } from './catalogue.ts'
import { catalogueText } from './catalogue-text.ts'
import { FieldValue } from './field-value.tsx'
import { SourceLine } from './source-line.tsx'

export function ModalityTag(props: { modality: '应' | '宜' | null; language: Language }) {
  const text = catalogueText[props.language]
  if (props.modality === null) return null
  return (
    <span class={props.modality === '应' ? 'tag tag-must' : 'tag'}>
      {props.modality === '应' ? text.must : text.should}
    </span>
  )
}

export function ServiceFields(props: { service: Service; language: Language }) {
  const text = catalogueText[props.language]
  const { fields, parts, entered = [] } = props.service
  const shown = parts.length === 0 ? serviceFields : serviceFields.filter((f) => f !== 'content')
  return (
    <>
      {parts.map((part) => (
        <Part key={part.name} part={part} language={props.language} />
      ))}
      <dl class="fields">
        {shown.map((field) => (
          <div key={field} class={`field-${field}`}>
            <dt>{text.fields[field]}</dt>
            <dd lang={fields[field] === null ? undefined : 'zh-CN'}>
              <FieldValue value={fields[field]} text={text} />
              {entered.includes(field) ? <span class="entered">{text.entered}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Part(props: { part: ServicePart; language: Language }) {
  const { part, language } = props
  return (
    <div class="service-part">
      <h4>
        {language === 'en' ? part.nameEn : part.name}{' '}
        <ModalityTag modality={part.modality} language={language} />
      </h4>
      <FieldValue value={part.fields.content} text={catalogueText[language]} />
    </div>
  )
}

function leadOf(service: Service): string {
  const [first = ''] = service.fields.content?.split('\n') ?? []
  return first === '' ? service.parts.map((part) => part.name).join('；') : first
}

/** Closed it says what the service is; its fields open below, and are always there on paper. */
export function ServiceCard(props: { service: Service; language: Language; startOpen: boolean }) {
  const { service, language } = props
  const text = catalogueText[language]
  const [isOpen, setOpen] = useState(props.startOpen)
  return (
    <article class={isOpen ? 'card service open' : 'card service'} id={service.id}>
      <h3>
        <span class="number">{service.order}</span>
        <span>{language === 'en' ? service.nameEn : service.name}</span>{' '}
        <ModalityTag modality={service.modality} language={language} />
      </h3>
      {isOpen ? null : (
        <p class="service-lead no-print" lang="zh-CN">
          {leadOf(service)}
        </p>
      )}
      <div class={isOpen ? '' : 'print-only'}>
        <ServiceFields service={service} language={language} />
      </div>
      <div class="card-foot">
        <SourceLine clause={service.clause} status={service.status} language={language} />
        <button
          type="button"
          class="button-plain no-print"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? text.collapse : text.expand}
          <span class="hidden-text">{language === 'en' ? service.nameEn : service.name}</span>
        </button>
      </div>
    </article>
  )
}

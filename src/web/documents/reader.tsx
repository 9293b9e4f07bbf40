import { useEffect } from 'preact/hooks'
import type { DocumentWithPassages, Passage } from '../shared/documents.ts'
import { titleIn } from '../shared/documents.ts'
import { flatMap } from '../shared/flat-map.ts'
import { commonText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'
import { MarkedText } from '../shared/marked-text.tsx'
import { StatusTag } from '../shared/status-tag.tsx'
import { documentsText } from './documents-text.ts'
import { outlineOf } from './outline.ts'
import type { Heading, Part } from './outline.ts'

function Facts(props: { document: DocumentWithPassages; language: Language }) {
  const { document, language } = props
  const text = documentsText[language]
  const facts: [string, string | null][] = [
    [text.number, document.documentNumber],
    [text.issuer, document.issuer],
    [text.issuedOn, document.issuedOn],
  ]
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={value === null ? 'missing' : undefined}>{value ?? text.notGiven}</dd>
        </div>
      ))}
    </dl>
  )
}

function Contents(props: { parts: Part[]; language: Language }) {
  const headings = flatMap(props.parts, (part) => part.headings).filter(({ level }) => level < 2)
  if (headings.length < 2) return null
  return (
    <nav class="contents no-print" aria-labelledby="contents-title">
      <details open>
        <summary id="contents-title">{documentsText[props.language].contents}</summary>
        <ul lang="zh-CN">
          {headings.map((heading) => (
            <li key={heading.id} class={`level-${heading.level}`}>
              <a href={`#${encodeURIComponent(heading.id)}`}>{heading.text}</a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  )
}

function HeadingLine(props: { heading: Heading }) {
  const { level, text, id } = props.heading
  if (level === 0) return <h2 id={id}>{text}</h2>
  if (level === 1) return <h3 id={id}>{text}</h3>
  return <h4 id={id}>{text}</h4>
}

function Unit(props: { part: Part; addressed: Passage | undefined; language: Language }) {
  const { part, addressed, language } = props
  const { unit } = part
  const text = documentsText[language]
  const isAddressed = addressed?.unit === unit.locator
  const isNested = isAddressed && addressed.locator !== unit.locator
  const quote = isNested ? addressed.text : ''
  return (
    <>
      {part.headings.map((heading) => (
        <HeadingLine key={heading.id} heading={heading} />
      ))}
      <section
        id={unit.locator}
        class={isAddressed ? 'unit addressed' : 'unit'}
        aria-label={isAddressed ? text.linked : undefined}
        tabIndex={-1}
      >
        <p>
          <MarkedText text={unit.text} quote={quote} />
        </p>
        <a
          class="unit-link no-print"
          href={`#${encodeURIComponent(unit.locator)}`}
          aria-label={text.link(unit.locator)}
        >
          #
        </a>
      </section>
    </>
  )
}

/** One document, scrolled to the clause its address names. */
export function Reader(props: {
  document: DocumentWithPassages
  locator: string
  language: Language
}) {
  const { document: policy, locator, language } = props
  const text = documentsText[language]
  const parts = outlineOf(policy.title, policy.passages)
  const addressed = policy.passages.find((passage) => passage.locator === locator)
  const isHeading = parts.some((part) => part.headings.some(({ id }) => id === locator))

  useEffect(() => {
    const target = document.getElementById(addressed?.unit ?? locator)
    if (target === null || locator === '') return
    target.scrollIntoView({ block: 'start' })
    target.focus({ preventScroll: true })
  }, [addressed, locator])

  return (
    <>
      <div class="page-head">
        <p class="no-print">
          <a href="/documents/">{text.all}</a>
        </p>
        <h1 lang={language === 'en' ? 'en' : 'zh-CN'}>{titleIn(policy, language)}</h1>
      </div>
      <div class={`banner banner-${policy.status}`}>
        <StatusTag status={policy.status} document={policy.id} language={language} />
        <span>{policy.statusText}</span>
        {policy.status === 'draft' ? <p>{commonText[language].draftNote}</p> : null}
      </div>
      <Facts document={policy} language={language} />
      {locator !== '' && addressed === undefined && !isHeading ? (
        <p class="banner">{text.notFound}</p>
      ) : null}
      <div class="reader">
        <Contents parts={parts} language={language} />
        <article class="card policy" lang="zh-CN">
          {parts.map((part) => (
            <Unit key={part.unit.locator} part={part} {...{ addressed, language }} />
          ))}
        </article>
      </div>
    </>
  )
}

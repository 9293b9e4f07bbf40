import type { Status } from '../../shared/message.ts'
import type { Language } from '../shared/language.ts'
import { StatusTag } from '../shared/status-tag.tsx'
import type { Clause } from './catalogue.ts'
import { catalogueText } from './catalogue-text.ts'

export function SourceLine(props: { clause: Clause | null; status: Status; language: Language }) {
  const { clause, status, language } = props
  return (
    <p class="source-line">
      <StatusTag status={status} language={language} />
      {clause === null ? null : <a href={clause.url}>{catalogueText[language].clause}</a>}
    </p>
  )
}

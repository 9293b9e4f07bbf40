import { isCurated } from '../../shared/curated.ts'
import type { Status } from '../../shared/message.ts'
import { commonText } from './common-text.ts'
import type { Language } from './language.ts'

type Source = { status: Status; document?: string; language: Language }

/** Words of staff are in use, not in force. */
export function statusLabel({ status, document, language }: Source): string {
  const text = commonText[language]
  const isWordOfStaff = status === 'in_force' && document !== undefined && isCurated(document)
  return isWordOfStaff ? text.curated : text.status[status]
}

/** Whether a rule is in force, said in words; the colour only repeats it. */
export function StatusTag(props: Source) {
  return <span class={`tag tag-${props.status}`}>{statusLabel(props)}</span>
}

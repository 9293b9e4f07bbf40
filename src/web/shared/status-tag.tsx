import { isCurated } from '../../shared/curated.ts'
import type { Status } from '../../shared/message.ts'
import { commonText } from './common-text.ts'
import type { Language } from './language.ts'

/**
 * Whether a rule is in force, said in words; the colour only repeats it. Words of staff are no rule: what they are
 * stands in the text of their status.
 */
export function StatusTag(props: { status: Status; document?: string; language: Language }) {
  if (isCurated(props.document ?? '')) return null
  return (
    <span class={`tag tag-${props.status}`}>{commonText[props.language].status[props.status]}</span>
  )
}

import type { Status } from '../../shared/message.ts'
import { commonText } from './common-text.ts'
import type { Language } from './language.ts'

/** Whether a rule is in force, said in words; the colour only repeats it. */
export function StatusTag(props: { status: Status; language: Language }) {
  return (
    <span class={`tag tag-${props.status}`}>{commonText[props.language].status[props.status]}</span>
  )
}

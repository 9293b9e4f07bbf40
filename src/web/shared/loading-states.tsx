import type { Problem } from './call-api.ts'
import { commonText, problemText } from './common-text.ts'
import type { Language } from './language.ts'

export function Loading(props: { language: Language }) {
  return <p class="loading">{commonText[props.language].loading}</p>
}

export function Failure(props: { problem: Problem; language: Language; onRetry: () => void }) {
  return (
    <div class="failure">
      <p>{problemText(props.problem, props.language)}</p>
      <button type="button" onClick={props.onRetry}>
        {commonText[props.language].retry}
      </button>
    </div>
  )
}

import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import { progressSteps } from '../../../shared/case-states.ts'
import type { PeopleText } from './people-text.ts'

/** A case that was taken back or merged went through no more steps than the last one. */
const cutShort = ['withdrawn', 'merged']

export function ProgressSteps(props: { ownCase: RatedCase; text: PeopleText }) {
  const { ownCase, text } = props
  const current = progressSteps.indexOf(ownCase.step)
  return (
    <ol class="steps" aria-label={text.progress}>
      {progressSteps.map((step, at) => {
        const done = at < current && !cutShort.includes(ownCase.state)
        return (
          <li
            key={step}
            class={done ? 'step-done' : undefined}
            aria-current={at === current ? 'step' : undefined}
          >
            {text.steps[step]}
            {done ? <span class="hidden-text">{text.stepDone}</span> : null}
          </li>
        )
      })}
    </ol>
  )
}

import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { networkProblem } from '../shared/call-api.ts'
import type { Language } from '../shared/language.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import type * as People from './people/people.tsx'

/** The parts about people: loaded when the first of them is shown, so that asking needs none of it. */
export function WithPeople(props: {
  language: Language
  /** Around what is shown until they are there. */
  frame?: (waiting: ComponentChildren) => ComponentChildren
  children: (people: typeof People) => ComponentChildren
}) {
  const [people, setPeople] = useState<typeof People | null>(null)
  const [failed, setFailed] = useState(false)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    let shown = true
    setFailed(false)
    import('./people/people.tsx').then(
      (loaded) => shown && setPeople(loaded),
      () => shown && setFailed(true),
    )
    return () => {
      shown = false
    }
  }, [attempt])

  const { language } = props
  if (people !== null) return <>{props.children(people)}</>
  const onRetry = () => setAttempt(attempt + 1)
  const waiting = failed ? (
    <Failure problem={networkProblem} {...{ language, onRetry }} />
  ) : (
    <Loading language={language} />
  )
  return <>{props.frame?.(waiting) ?? waiting}</>
}

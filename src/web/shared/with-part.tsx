import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { networkProblem } from './call-api.ts'
import type { Language } from './language.ts'
import { Failure, Loading } from './loading-states.tsx'

/** A part of the page that is loaded when it is first shown; where that fails, it can be tried again. */
export function WithPart<Part>(props: {
  /** The same function at every rendering. */
  load: () => Promise<Part>
  language: Language
  /** Around what is shown until it is there. */
  frame?: (waiting: ComponentChildren) => ComponentChildren
  children: (part: Part) => ComponentChildren
}) {
  const { load, language } = props
  const [part, setPart] = useState<{ loaded: Part } | null>(null)
  const [failed, setFailed] = useState(false)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    let shown = true
    setFailed(false)
    load().then(
      (loaded) => shown && setPart({ loaded }),
      () => shown && setFailed(true),
    )
    return () => {
      shown = false
    }
  }, [load, attempt])

  if (part !== null) return <>{props.children(part.loaded)}</>
  const onRetry = () => setAttempt(attempt + 1)
  const waiting = failed ? (
    <Failure problem={networkProblem} {...{ language, onRetry }} />
  ) : (
    <Loading language={language} />
  )
  return <>{props.frame?.(waiting) ?? waiting}</>
}

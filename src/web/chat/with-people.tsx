import type { ComponentChildren } from 'preact'
import type { Language } from '../shared/language.ts'
import { WithPart } from '../shared/with-part.tsx'
import type * as People from './people/people.tsx'

const load = () => import('./people/people.tsx')

/** The parts about people: loaded when the first of them is shown, so that asking needs none of it. */
export function WithPeople(props: {
  language: Language
  frame?: (waiting: ComponentChildren) => ComponentChildren
  children: (people: typeof People) => ComponentChildren
}) {
  return <WithPart load={load} {...props} />
}

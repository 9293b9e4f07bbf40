import { isBoolean } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { recall } from '../shared/storage.ts'
import { WithPeople } from './with-people.tsx'

/** News of registrations, for whoever has registered in this browser; the others load nothing for it. */
export function TrainingNewsPart(props: { language: Language; onOpen: () => void }) {
  if (recall('trainings', isBoolean) !== true) return null
  return (
    <WithPeople language={props.language} frame={() => <></>}>
      {({ TrainingBanner }) => <TrainingBanner {...props} />}
    </WithPeople>
  )
}

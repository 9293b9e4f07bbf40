import type { RatedCase } from '../../feedback/asker-ratings.ts'
import type { Citation } from '../../shared/message.ts'
import type { Language } from '../shared/language.ts'
import type { Item } from './handling.ts'
import { WithPeople } from './with-people.tsx'

export type PeopleHandlers = {
  onOpen: (citation: Citation) => void
  announce: (text: string) => void
  /** The asker has changed the case. */
  onCase: (changed: RatedCase) => void
  /** Others have. */
  onNews: () => Promise<void>
}

/** A case or the words of a person, in their place among the turns. */
export function PeopleItemView(props: {
  item: Exclude<Item, { kind: 'exchange' }>
  language: Language
  handlers: PeopleHandlers
}) {
  const { item, language, handlers } = props
  return (
    <WithPeople language={language}>
      {({ CaseCard, StatementView }) =>
        item.kind === 'case' ? (
          <CaseCard ownCase={item.case} {...{ language, handlers }} />
        ) : (
          <StatementView statement={item.statement} onOpen={handlers.onOpen} language={language} />
        )
      }
    </WithPeople>
  )
}

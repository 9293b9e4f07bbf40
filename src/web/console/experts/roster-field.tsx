import { Select } from 'antd'
import { useState } from 'react'
import { useAccount } from '../account.ts'
import { rotationText } from '../rotation/rotation-text.ts'
import { useWords } from '../use-words.ts'
import { Field } from '../field.tsx'
import { useOrganisations } from '../organisations/use-organisations.ts'

export type Roster = {
  /** Undefined: the account's own. */
  organisationId: string | undefined
  choose: (organisationId: string) => void
  /** An account above all organisations has no roster of its own. */
  isNeeded: boolean
}

/** Whose roster is meant; by default the own one, or the city's. */
export function useRoster(): Roster {
  const { organisationId: own } = useAccount()
  const { data = [] } = useOrganisations()
  const [chosen, choose] = useState<string>()
  const city = data.find(({ level, closedAt }) => level === 'city' && closedAt === null)
  const isNeeded = own === null
  return { organisationId: isNeeded ? (chosen ?? city?.id) : undefined, choose, isNeeded }
}

export function RosterField({ roster }: { roster: Roster }) {
  const words = useWords(rotationText)
  const { data = [] } = useOrganisations()
  if (!roster.isNeeded) return null
  return (
    <Field label={words.organisation}>
      {({ id }) => (
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          value={roster.organisationId ?? null}
          onChange={(organisationId: string) => roster.choose(organisationId)}
          options={data
            .filter(({ closedAt }) => closedAt === null)
            .map(({ id: value, name }) => ({ value, label: name }))}
        />
      )}
    </Field>
  )
}

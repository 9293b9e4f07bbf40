import { Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { Role } from '../account.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { useText } from '../use-text.ts'
import { useOrganisations } from '../organisations/use-organisations.ts'
import { peopleText } from '../administration/people-text.ts'
import { useWords } from '../use-words.ts'

export type Placing = { role: Role; organisationId: string; expertId: string }

export const noPlacing = (role: Role): Placing => ({ role, organisationId: '', expertId: '' })

/** A role with what binds it, as the routes take it; undefined while something is missing. */
export function placementOf({ role, organisationId, expertId }: Placing) {
  if (role === 'expert') return expertId === '' ? undefined : { role, expertId }
  if (role === 'staff') return organisationId === '' ? undefined : { role, organisationId }
  return { role, organisationId: organisationId === '' ? null : organisationId }
}

type Props = { roles: readonly Role[]; value: Placing; onChange: (value: Placing) => void }

export function PlacementFields({ roles, value, onChange }: Props) {
  const { accounts: words } = useWords(peopleText)
  const { shell } = useText()
  return (
    <>
      {roles.length > 1 && (
        <Field label={words.role}>
          {({ id }) => (
            <Select
              id={id}
              value={value.role}
              onChange={(role) => onChange({ ...value, role })}
              options={roles.map((role) => ({ value: role, label: shell.roles[role] }))}
            />
          )}
        </Field>
      )}
      {value.role === 'expert' ? (
        <ExpertField value={value} onChange={onChange} />
      ) : (
        <OrganisationField value={value} onChange={onChange} />
      )}
    </>
  )
}

function OrganisationField({ value, onChange }: Omit<Props, 'roles'>) {
  const { accounts: words } = useWords(peopleText)
  const { data = [] } = useOrganisations()
  const open = data.filter(({ closedAt }) => closedAt === null)
  const none = value.role === 'staff' ? [] : [{ value: '', label: words.allOrganisations }]
  return (
    <Field label={words.organisation}>
      {({ id }) => (
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          value={
            value.role === 'staff' && value.organisationId === '' ? null : value.organisationId
          }
          onChange={(organisationId: string) => onChange({ ...value, organisationId })}
          options={[...none, ...open.map(({ id: key, name }) => ({ value: key, label: name }))]}
        />
      )}
    </Field>
  )
}

function ExpertField({ value, onChange }: Omit<Props, 'roles'>) {
  const { accounts: words } = useWords(peopleText)
  const { data } = useQuery({
    queryKey: ['experts', 'names'],
    queryFn: () => read(api.experts.$get({ query: { status: 'active', limit: '200' } })),
  })
  return (
    <Field label={words.expert}>
      {({ id }) => (
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          value={value.expertId === '' ? null : value.expertId}
          onChange={(expertId: string) => onChange({ ...value, expertId })}
          options={(data?.experts ?? []).map(({ id: key, name, employer }) => {
            return { value: key, label: `${name} · ${employer}` }
          })}
        />
      )}
    </Field>
  )
}

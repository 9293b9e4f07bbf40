import { Select } from 'antd'
import { Field } from '../field.tsx'
import { useOrganisations } from './use-organisations.ts'

type Props = { label: string; value: string; onChange: (id: string) => void }

/** Whose something new is: one of the viewer's organisations that are open, by id; `''`: none yet. */
export function OrganisationField({ label, value, onChange }: Props) {
  const { data = [] } = useOrganisations()
  return (
    <Field label={label}>
      {({ id }) => (
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          value={value === '' ? null : value}
          onChange={(chosen: string) => onChange(chosen)}
          options={data
            .filter(({ closedAt }) => closedAt === null)
            .map(({ id: own, name }) => ({ value: own, label: name }))}
        />
      )}
    </Field>
  )
}

import { Checkbox, Input, Select } from 'antd'
import { fields } from '../../../shared/message.ts'
import { Field } from '../field.tsx'
import { useDistricts } from '../use-districts.ts'
import { useText } from '../use-text.ts'
import { rosterText } from '../administration/roster-text.ts'
import { useWords } from '../use-words.ts'
import type { ExpertValues } from './expert-values.ts'

type Props = { values: ExpertValues; onChange: (values: ExpertValues) => void }

const lines = [
  'name',
  'employer',
  'qualification',
  'years',
  'recommendedBy',
  'filingNumber',
  'capacity',
  'email',
  'phone',
] as const

const numbers: ReadonlySet<string> = new Set(['years', 'capacity'])

export function ExpertFields({ values, onChange }: Props) {
  const { form: words } = useWords(rosterText)
  return (
    <div className="columns">
      {lines.map((name) => (
        <Field key={name} label={words[name]}>
          {({ id }) => (
            <Input
              id={id}
              inputMode={numbers.has(name) ? 'numeric' : undefined}
              value={values[name]}
              maxLength={200}
              onChange={({ target }) => onChange({ ...values, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <Choices values={values} onChange={onChange} />
      {(['industries', 'clients', 'competitors'] as const).map((name) => (
        <Field key={name} label={words[name]} note={words.listNote}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              mode="tags"
              open={false}
              suffixIcon={null}
              tokenSeparators={['、', ';', '；']}
              value={values[name]}
              onChange={(entries: string[]) => onChange({ ...values, [name]: entries })}
            />
          )}
        </Field>
      ))}
      <Checkbox
        checked={values.consented}
        onChange={({ target }) => onChange({ ...values, consented: target.checked })}
      >
        {words.consented}
      </Checkbox>
    </div>
  )
}

function Choices({ values, onChange }: Props) {
  const { form: words } = useWords(rosterText)
  const text = useText()
  const districts = useDistricts()
  const choices = [
    {
      name: 'fields',
      options: fields.map((value) => ({ value, label: text.words.fields[value] })),
    },
    { name: 'districts', options: districts.map((value) => ({ value, label: value })) },
    {
      name: 'languages',
      options: Object.entries(words.languageNames).map(([value, label]) => ({ value, label })),
    },
  ] as const
  return choices.map(({ name, options }) => (
    <Field key={name} label={words[name]}>
      {({ id }) => (
        <Select
          id={id}
          mode="multiple"
          value={[...values[name]] as string[]}
          onChange={(chosen: string[]) => onChange({ ...values, [name]: chosen })}
          options={[...options]}
        />
      )}
    </Field>
  ))
}

import { Select } from 'antd'
import { Field } from '../field.tsx'
import { useWords } from '../use-words.ts'
import { yearsToChoose } from '../years.ts'
import { specialText } from './special-text.ts'

/** Of which year the lists are. */
export function YearField({ year, onChange }: { year: string; onChange: (year: string) => void }) {
  const words = useWords(specialText)
  return (
    <Field label={words.year}>
      {({ id }) => (
        <Select
          id={id}
          value={year}
          onChange={onChange}
          options={yearsToChoose().map((value) => ({ value, label: value }))}
        />
      )}
    </Field>
  )
}

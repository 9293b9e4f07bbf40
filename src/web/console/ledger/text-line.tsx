import { Input } from 'antd'
import { Field } from '../field.tsx'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  note?: string
  type?: 'text' | 'date' | 'number'
  maxLength?: number
  /** Several lines. */
  isLong?: boolean
}

/** A line or a paragraph to be typed, with its label. */
export function TextLine({ label, value, onChange, note, type = 'text', ...rest }: Props) {
  const { maxLength = 200, isLong = false } = rest
  return (
    <Field label={label} {...(note !== undefined && { note })}>
      {({ id, describedBy }) => {
        const common = { id, 'aria-describedby': describedBy, value }
        return isLong ? (
          <Input.TextArea
            {...common}
            rows={3}
            maxLength={1_000}
            onChange={({ target }) => onChange(target.value)}
          />
        ) : (
          <Input
            {...common}
            type={type}
            {...(type === 'text' && { maxLength })}
            {...(type === 'number' && { min: 0 })}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }}
    </Field>
  )
}

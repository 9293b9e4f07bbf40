import { Input } from 'antd'
import { useState } from 'react'
import { Field } from '../field.tsx'

const LEAST_ROWS = 4
const MOST_ROWS = 24

type Props = {
  label: string
  note?: string
  lines: string
  disabled: boolean
  onChange: (lines: string) => void
}

/** Many lines, kept as they are typed: an empty one at the end is where the next begins. */
export function LinesField({ label, note, lines, disabled, onChange }: Props) {
  const [typed, setTyped] = useState(lines)
  return (
    <Field label={label} {...(note !== undefined && { note })}>
      {({ id, describedBy }) => (
        <Input.TextArea
          id={id}
          aria-describedby={describedBy}
          readOnly={disabled}
          rows={Math.min(MOST_ROWS, Math.max(LEAST_ROWS, typed.split('\n').length + 1))}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value)
            onChange(target.value)
          }}
        />
      )}
    </Field>
  )
}

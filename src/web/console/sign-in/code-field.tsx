import { Input } from 'antd'
import { Field } from '../field.tsx'
import { focusFirst } from '../focus-first.ts'
import { useText } from '../use-text.ts'

type Props = { value: string; onChange: (code: string) => void; note?: string }

/** Six digits; spaces that an app shows between them are left out. */
export function CodeField({ value, onChange, note }: Props) {
  const { signIn } = useText()
  return (
    <Field label={signIn.code} {...(note !== undefined && { note })}>
      {({ id, describedBy }) => (
        <Input
          id={id}
          value={value}
          inputMode="numeric"
          autoComplete="one-time-code"
          ref={focusFirst}
          required
          aria-describedby={describedBy}
          onChange={({ target }) => onChange(target.value.replaceAll(/\D/g, '').slice(0, 6))}
        />
      )}
    </Field>
  )
}

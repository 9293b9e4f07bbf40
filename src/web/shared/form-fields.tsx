import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

type FieldProps = {
  id: string
  label: string
  hint?: string | undefined
  error?: string | undefined
}

function described({ id, hint, error }: FieldProps): string | undefined {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
  const named = ids.filter((part) => part !== '')
  return named.length === 0 ? undefined : named.join(' ')
}

function Notes({ id, hint, error }: FieldProps) {
  return (
    <>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} class="problem">
          {error}
        </p>
      )}
    </>
  )
}

type TextProps = FieldProps & {
  value: string
  maxLength: number
  required?: boolean
  rows?: number
  autocomplete?: string
  type?: 'text' | 'password' | 'date'
  inputMode?: 'numeric' | 'text' | 'email' | 'tel'
  onInput: (value: string) => void
}

export function TextField(props: TextProps) {
  const { id, value, maxLength, rows } = props
  const shared = {
    id,
    value,
    maxLength,
    'aria-required': props.required === true,
    'aria-invalid': props.error !== undefined,
    'aria-describedby': described(props),
  }
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {rows === undefined ? (
        <input
          {...shared}
          type={props.type ?? 'text'}
          inputMode={props.inputMode}
          autocomplete={props.autocomplete ?? 'off'}
          autocapitalize="none"
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      ) : (
        <textarea
          {...shared}
          rows={rows}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
      <Notes {...props} />
    </div>
  )
}

type SelectProps = FieldProps & {
  value: string
  options: { value: string; label: string }[]
  onChange: (value: string) => void
}

export function SelectField(props: SelectProps) {
  const { id, value, options } = props
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        value={value}
        aria-invalid={props.error !== undefined}
        aria-describedby={described(props)}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Notes {...props} />
    </div>
  )
}

type CheckProps = FieldProps & {
  checked: boolean
  required?: boolean
  onChange: (checked: boolean) => void
}

export function CheckField(props: CheckProps) {
  const { id, checked } = props
  return (
    <div class="field">
      <label class="check" for={id}>
        <input
          id={id}
          type="checkbox"
          checked={checked}
          aria-required={props.required === true}
          aria-invalid={props.error !== undefined}
          aria-describedby={described(props)}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span>{props.label}</span>
      </label>
      <Notes {...props} />
    </div>
  )
}

/** One of few, side by side. */
export function ChoiceField<T extends string>(props: {
  name: string
  legend: string
  value: T | null
  options: { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  return (
    <fieldset class="field choices">
      <legend>{props.legend}</legend>
      {props.options.map(({ value, label }) => (
        <label key={value} class="check">
          <input
            type="radio"
            name={props.name}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Takes the focus when it appears: what had it before is gone. `whole` brings all of it into view. */
export function Arrival(props: { whole?: boolean; children: ComponentChildren }) {
  const ref = useRef<HTMLDivElement>(null)
  const { whole = false } = props
  useLayoutEffect(() => {
    ref.current?.focus({ preventScroll: true })
    if (whole) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [whole])
  return (
    <div ref={ref} tabIndex={-1}>
      {props.children}
    </div>
  )
}

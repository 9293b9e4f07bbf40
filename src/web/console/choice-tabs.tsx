type Props<Value extends string> = {
  label: string
  value: Value
  choices: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
}

/** One of a few, each a button that is pressed or not. */
export function ChoiceTabs<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: Props<Value>) {
  return (
    <fieldset className="tabs">
      <legend className="hidden-text">{label}</legend>
      {choices.map(([each, words]) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === value}
          onClick={() => onChange(each)}
        >
          {words}
        </button>
      ))}
    </fieldset>
  )
}

import type { CatalogueText } from './catalogue-text.ts'

/** What the sources do not say is shown as missing, never left out and never made up. */
export function FieldValue(props: { value: string | null; text: CatalogueText }) {
  const { value, text } = props
  if (value === null) return <span class="missing">{text.missing}</span>
  const lines = value.split('\n')
  if (lines.length === 1) return <span>{value}</span>
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

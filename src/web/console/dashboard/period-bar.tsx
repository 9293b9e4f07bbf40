import { Button, Input, Radio, Select } from 'antd'
import { useWords } from '../use-words.ts'
import { Field } from '../field.tsx'
import { dashboardText } from './dashboard-text.ts'
import { type Period, presetNames, presetPeriod, spans } from './period.ts'
import type { View } from './use-figures.ts'

export type Change = (values: Record<string, string | undefined>) => void

type Props = { view: View; comparedWith: Period | undefined; onChange: Change }

/** Which period is counted, by what, and what it is compared with. */
export function PeriodBar({ view, comparedWith, onChange }: Props) {
  const words = useWords(dashboardText)
  const { period, by } = view
  return (
    <div className="row no-print">
      <DayField
        label={words.from}
        value={period.from}
        onChange={(from) => onChange({ ...period, from })}
      />
      <DayField label={words.to} value={period.to} onChange={(to) => onChange({ ...period, to })} />
      <Field label={words.by}>
        {({ id }) => (
          <Radio.Group
            id={id}
            aria-label={words.by}
            value={by}
            onChange={({ target }) => onChange({ by: String(target.value) })}
            options={spans.map((value) => ({ value, label: words.spans[value] }))}
            optionType="button"
          />
        )}
      </Field>
      <fieldset className="row presets">
        <legend className="hidden-text">{words.presets}</legend>
        {presetNames.map((name) => (
          <Button key={name} size="small" onClick={() => onChange(presetPeriod(name))}>
            {words.preset[name]}
          </Button>
        ))}
      </fieldset>
      <CompareFields view={view} comparedWith={comparedWith} onChange={onChange} />
    </div>
  )
}

function CompareFields({ view, comparedWith, onChange }: Props) {
  const words = useWords(dashboardText)
  const chosen = view.comparedWith
  const choose = (how: string) =>
    onChange({
      compareFrom: how === 'chosen' ? comparedWith?.from : undefined,
      compareTo: how === 'chosen' ? comparedWith?.to : undefined,
    })
  return (
    <>
      <Field label={words.compare}>
        {({ id }) => (
          <Select
            id={id}
            value={chosen ? 'chosen' : 'before'}
            popupMatchSelectWidth={false}
            onChange={choose}
            options={(['before', 'chosen'] as const).map((value) => {
              return { value, label: words.compareWith[value] }
            })}
          />
        )}
      </Field>
      {chosen && (
        <>
          <DayField
            label={words.compareFrom}
            value={chosen.from}
            onChange={(compareFrom) => onChange({ compareFrom, compareTo: chosen.to })}
          />
          <DayField
            label={words.compareTo}
            value={chosen.to}
            onChange={(compareTo) => onChange({ compareFrom: chosen.from, compareTo })}
          />
        </>
      )}
    </>
  )
}

type DayProps = { label: string; value: string; onChange: (day: string) => void }

function DayField({ label, value, onChange }: DayProps) {
  return (
    <Field label={label}>
      {({ id }) => (
        <Input
          id={id}
          type="date"
          value={value}
          onChange={({ target }) => target.value !== '' && onChange(target.value)}
        />
      )}
    </Field>
  )
}

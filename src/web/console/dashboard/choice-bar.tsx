import { Button, Select } from 'antd'
import { useWords } from '../use-words.ts'
import { Field } from '../field.tsx'
import { dashboardText } from './dashboard-text.ts'
import { type FiguresOfBoth, measureNames } from './measures.ts'
import type { Change } from './period-bar.tsx'
import { type FilterName, filterNames, UNNAMED, type View } from './use-figures.ts'

type Props = {
  view: View
  both: FiguresOfBoth
  tellName: (dimension: string, name: string) => string
  onChange: Change
}

/** What the charts show, and of what part of the service. */
export function ChoiceBar({ view, both, tellName, onChange }: Props) {
  const words = useWords(dashboardText)
  const isFiltered = Object.keys(view.filters).length > 0
  const clear = () => onChange(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  return (
    <div className="row no-print">
      <Field label={words.measure}>
        {({ id }) => (
          <Select
            id={id}
            value={view.measure}
            popupMatchSelectWidth={false}
            onChange={(measure) => onChange({ measure })}
            options={measureNames.map((value) => ({ value, label: words.measures[value] }))}
          />
        )}
      </Field>
      {filterNames.map((name) => (
        <Field key={name} label={words.filters[name]}>
          {({ id }) => (
            <Select
              id={id}
              value={view.filters[name] ?? ''}
              popupMatchSelectWidth={false}
              onChange={(value: string) => onChange({ [name]: value })}
              options={[
                { value: '', label: words.all },
                ...namesOf(name, view, both).map((value) => ({
                  value: value === '' ? UNNAMED : value,
                  label: tellName(name, value),
                })),
              ]}
            />
          )}
        </Field>
      ))}
      {isFiltered && <Button onClick={clear}>{words.clear}</Button>}
    </div>
  )
}

/** Those that occur; with a filter on, the chosen one stays among them. */
function namesOf(filter: FilterName, { filters }: View, { now, before }: FiguresOfBoth): string[] {
  const found = [...now.by[filter], ...before.by[filter]].map(({ name }) => name)
  const chosen = filters[filter]
  return [...new Set([...(chosen === undefined || chosen === UNNAMED ? [] : [chosen]), ...found])]
}

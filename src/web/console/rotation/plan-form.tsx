import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { type Field as IpField, fields } from '../../../shared/message.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { rotationText } from './rotation-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import type { Span } from './rotation-screen.tsx'

/** Plans the weeks that are shown. */
export function PlanForm({ span }: { span: Span }) {
  const words = useWords(rotationText)
  const text = useText()
  const [perWeek, setPerWeek] = useState('2')
  const [covered, setCovered] = useState<IpField[]>([])
  const [replace, setReplace] = useState(false)
  const act = useAct()
  const plan = () => {
    const { organisationId, from, weeks } = span
    const wanted = covered.length > 0 ? { fields: covered } : {}
    const json = { organisationId, from, weeks: Number(weeks), perWeek: Number(perWeek), replace }
    return act.run(() => read(api.rotation.$post({ json: { ...json, ...wanted } })), {
      told: words.planned,
      stale: ['rotation'],
    })
  }
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void plan()
      }}
    >
      <h2>{words.plan}</h2>
      <Field label={words.perWeek}>
        {({ id }) => (
          <Input
            id={id}
            type="number"
            min={1}
            max={20}
            value={perWeek}
            onChange={({ target }) => setPerWeek(target.value)}
          />
        )}
      </Field>
      <Field label={words.fields}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            value={covered}
            onChange={setCovered}
            options={fields.map((value) => ({ value, label: text.words.fields[value] }))}
          />
        )}
      </Field>
      <Checkbox checked={replace} onChange={({ target }) => setReplace(target.checked)}>
        {words.replace}
      </Checkbox>
      <div>
        <Button type="primary" htmlType="submit" loading={act.busy}>
          {words.plan}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}

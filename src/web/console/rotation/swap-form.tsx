import { Button, Select } from 'antd'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { rotationText } from './rotation-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import type { Rota, Span } from './rotation-screen.tsx'

type Duty = { week: string; expertId: string }

const keyOf = ({ week, expertId }: Duty) => `${week}/${expertId}`

/** Two experts take each other's week. */
export function SwapForm({ span, rota }: { span: Span; rota: Rota }) {
  const words = useWords(rotationText)
  const [chosen, setChosen] = useState({ given: '', taken: '' })
  const act = useAct()
  const duties = rota.weeks.flatMap(({ week, onDuty }) =>
    onDuty.map(({ id, name }) => ({ week, expertId: id, label: `${week} ${name}` })),
  )
  const dutyOf = (key: string): Duty | undefined => {
    const found = duties.find((duty) => keyOf(duty) === key)
    return found && { week: found.week, expertId: found.expertId }
  }
  const [given, taken] = [dutyOf(chosen.given), dutyOf(chosen.taken)]
  const swap = () =>
    act.run(
      async () => {
        if (!given || !taken) return
        const json = { organisationId: span.organisationId, given, taken }
        await read(api.rotation.swap.$post({ json }))
        setChosen({ given: '', taken: '' })
      },
      { told: words.swapped, stale: ['rotation'] },
    )
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void swap()
      }}
    >
      <h2>{words.swap}</h2>
      {(['given', 'taken'] as const).map((name) => (
        <Field key={name} label={words[name]}>
          {({ id }) => (
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              value={chosen[name]}
              onChange={(key: string) => setChosen({ ...chosen, [name]: key })}
              options={[
                { value: '', label: words.choose },
                ...duties.map((duty) => ({ value: keyOf(duty), label: duty.label })),
              ]}
            />
          )}
        </Field>
      ))}
      <div>
        <Button htmlType="submit" loading={act.busy} disabled={!given || !taken}>
          {words.swapDo}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}

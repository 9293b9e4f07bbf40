import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, done, read } from '../api.ts'
import { Field } from '../field.tsx'
import { usePreferences } from '../preferences.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { rosterText } from '../administration/roster-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { ExpertFields } from './expert-fields.tsx'
import { type ExpertInput, inputOf, isComplete, valuesOf } from './expert-values.ts'
import { RosterField, useRoster } from './roster-field.tsx'
import type { Expert } from './use-experts.ts'

type Warning = { condition: string; text: { zh: string; en: string } }

async function change(id: string, input: ExpertInput, reason: string): Promise<void> {
  const json = { ...input, ...(reason !== '' && { reason }) }
  await done(api.experts[':id'].$patch({ param: { id }, json }))
}

/** @returns conditions of the standard that are not met */
async function enter(input: ExpertInput, organisationId: string | undefined): Promise<Warning[]> {
  const json = { ...input, ...(organisationId !== undefined && { organisationId }) }
  return (await read(api.experts.$post({ json }))).warnings
}

type Props = { expert?: Expert; onClose: () => void }

/** Enters an expert, or changes what the roster says of one. */
export function ExpertDialog({ expert, onClose }: Props) {
  const { form: words } = useWords(rosterText)
  const { shell } = useText()
  const [values, setValues] = useState(() => valuesOf(expert))
  const [reason, setReason] = useState('')
  const [warnings, setWarnings] = useState<Warning[]>([])
  const roster = useRoster()
  const act = useAct()
  const save = async () => {
    const found: Warning[] = []
    const isDone = await act.run(
      async () => {
        const json = inputOf(values)
        if (expert) await change(expert.id, json, reason.trim())
        else found.push(...(await enter(json, roster.organisationId)))
      },
      { told: words.saved, stale: ['experts'] },
    )
    if (isDone && found.length === 0) onClose()
    setWarnings(found)
  }
  const isOver = warnings.length > 0
  return (
    <Modal
      open
      width={900}
      title={expert ? words.edit : words.enter}
      onCancel={onClose}
      footer={
        isOver ? (
          <Button onClick={onClose}>{shell.close}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{shell.cancel}</Button>
            <Button
              type="primary"
              loading={act.busy}
              disabled={!isComplete(values)}
              onClick={() => void save()}
            >
              {shell.save}
            </Button>
          </>
        )
      }
    >
      {isOver ? (
        <Warnings warnings={warnings} />
      ) : (
        <div className="stack">
          {!expert && <RosterField roster={roster} />}
          <ExpertFields values={values} onChange={setValues} />
          {expert && <ReasonField value={reason} onChange={setReason} />}
          <ProblemAlert error={act.error} />
        </div>
      )}
    </Modal>
  )
}

type ReasonProps = { value: string; onChange: (reason: string) => void }

function ReasonField({ value, onChange }: ReasonProps) {
  const { form: words } = useWords(rosterText)
  return (
    <Field label={words.reason}>
      {({ id }) => (
        <Input
          id={id}
          value={value}
          maxLength={200}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

export function Warnings({ warnings }: { warnings: Warning[] }) {
  const { form: words } = useWords(rosterText)
  const { language } = usePreferences()
  return (
    <Alert
      type="warning"
      showIcon
      title={words.warned}
      description={
        <ul>
          {warnings.map(({ condition, text }) => (
            <li key={condition}>{text[language]}</li>
          ))}
        </ul>
      }
    />
  )
}

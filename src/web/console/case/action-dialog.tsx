import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import type { Action, Given } from './actions.ts'
import { readBrief, readWritten } from './brief.ts'
import type { CaseDetail } from './use-case.ts'

type Props = {
  action: Action
  detail: CaseDetail
  open: boolean
  onClose: () => void
  /** After it has gone, and the focus is back where it came from. */
  onClosed: () => void
  /** Runs a step; conflicts are told by the screen. */
  run: (step: () => Promise<unknown>) => Promise<void>
}

const nothing: Given = { words: '', note: '', target: '' }

/** Asks for what a step needs, says what cannot be undone, then takes it. */
export function ActionDialog({ action, detail, open, onClose, onClosed, run }: Props) {
  const text = useText()
  const [given, setGiven] = useState(nothing)
  const act = useAct()
  const change = (next: Partial<Given>) => setGiven({ ...given, ...next })
  const name = text.case[action.name]
  const confirm = async () => {
    if (await act.run(() => run(() => action.run(detail, given, text)))) onClose()
  }
  return (
    <Modal
      open={open}
      title={name}
      okText={name}
      cancelText={text.shell.cancel}
      okButtonProps={{
        danger: action.danger === true,
        loading: act.busy,
        disabled: !isComplete(action, given),
      }}
      onOk={() => void confirm()}
      onCancel={onClose}
      afterClose={onClosed}
      destroyOnHidden
    >
      <div className="stack">
        {action.note && <p>{text.case[action.note]}</p>}
        {action.asks === 'words' && <Words detail={detail} given={given} change={change} />}
        {action.asks === 'organisation' && <Organisation given={given} change={change} />}
        {action.asks === 'code' && <Code given={given} change={change} />}
        {action.asks !== 'words' && (
          <Note isReason={action.asks === 'reason'} given={given} change={change} />
        )}
        <ProblemAlert error={act.error} />
      </div>
    </Modal>
  )
}

function isComplete({ asks }: Action, { words, note, target }: Given): boolean {
  if (asks === 'words') return words.trim() !== ''
  if (asks === 'reason') return note.trim() !== ''
  return asks === 'note' || target.trim() !== ''
}

type PartProps = { given: Given; change: (next: Partial<Given>) => void }

function Code({ given, change }: PartProps) {
  const text = useText().case
  return (
    <Field label={text.mergeInto}>
      {({ id }) => (
        <Input
          id={id}
          value={given.target}
          onChange={({ target }) => change({ target: target.value })}
        />
      )}
    </Field>
  )
}

function Note({ given, change, isReason }: PartProps & { isReason: boolean }) {
  const text = useText().case
  return (
    <Field label={isReason ? text.reason : text.note}>
      {({ id }) => (
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={1_000}
          value={given.note}
          onChange={({ target }) => change({ note: target.value })}
        />
      )}
    </Field>
  )
}

function Words({ detail, given, change }: PartProps & { detail: CaseDetail }) {
  const text = useText().case
  const briefs = [readBrief(detail.brief), readWritten(detail.writtenBrief)]
  const suggested = [...new Set(briefs.flatMap((brief) => brief?.askBack ?? []))]
  const add = (line: string) =>
    change({ words: [given.words.trim(), line].filter(Boolean).join('\n') })
  return (
    <>
      <Field label={text.words}>
        {({ id }) => (
          <Input.TextArea
            id={id}
            rows={4}
            maxLength={5_000}
            value={given.words}
            onChange={({ target }) => change({ words: target.value })}
          />
        )}
      </Field>
      {suggested.length > 0 && (
        <div className="row">
          <span className="muted">{text.askBackSuggest}</span>
          {suggested.map((line) => (
            <Button key={line} size="small" className="wraps" onClick={() => add(line)}>
              {line}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}

function Organisation({ given, change }: PartProps) {
  const text = useText().case
  const { data } = useQuery({
    queryKey: ['organisations'],
    queryFn: () => read(api.organisations.$get({ query: {} })),
  })
  const open = (data?.organisations ?? []).filter(({ closedAt }) => closedAt === null)
  return (
    <Field label={text.forwardTo}>
      {({ id }) => (
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          value={given.target === '' ? null : given.target}
          onChange={(target: string | null) => change({ target: target ?? '' })}
          options={open.map((each) => ({ value: each.id, label: each.name }))}
        />
      )}
    </Field>
  )
}

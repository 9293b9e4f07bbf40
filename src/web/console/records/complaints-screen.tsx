import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Input, Spin } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { api, done, read } from '../api.ts'
import { ChoiceTabs } from '../choice-tabs.tsx'
import { Field } from '../field.tsx'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { TermChip } from '../queue/term-chip.tsx'
import { useStep } from '../use-step.ts'
import { useText } from '../use-text.ts'
import { ComplaintAbout } from './complaint-about.tsx'

const KEY = 'complaints'
type Complaint = InferResponseType<(typeof api.complaints)[':id']['$get'], 200>

const states = ['open', 'in_review', 'answered', 'closed'] as const

/** 投诉举报; whoever one is about finds nothing of it here. */
export function ComplaintsScreen() {
  const text = useText()
  const [state, setState] = useState<(typeof states)[number]>('open')
  const [openId, setOpenId] = useState<string>()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [KEY, state],
    queryFn: () => read(api.complaints.$get({ query: { state } })),
  })
  const { complaintKinds, complaintStates } = text.records
  return (
    <div className="stack">
      <h1>{text.screens.complaints}</h1>
      <ChoiceTabs
        label={text.records.state}
        value={state}
        choices={states.map((each) => [each, complaintStates[each]] as const)}
        onChange={setState}
      />
      {isPending && <Spin aria-label={text.shell.loading} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data?.complaints.length === 0 && <p className="card">{text.records.noComplaints}</p>}
      <ul className="records">
        {data?.complaints.map(({ id, code, kind, excerpt, dueAt, createdAt, organisation }) => (
          <li key={id} className="card stack">
            <div className="row">
              <h2>{code}</h2>
              <span className="chip">{complaintKinds[kind]}</span>
              <TermChip dueAt={dueAt} />
              <span className="grow" />
              <span className="muted">
                {organisation} <Moment at={createdAt} />
              </span>
            </div>
            <p className="words">{excerpt}</p>
            <div>
              <Button aria-label={`${text.records.details} ${code}`} onClick={() => setOpenId(id)}>
                {text.records.details}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Drawer
        open={openId !== undefined}
        title={text.screens.complaints}
        onClose={() => setOpenId(undefined)}
        size={480}
        destroyOnHidden
      >
        {openId !== undefined && <Details id={openId} onLeft={() => setOpenId(undefined)} />}
      </Drawer>
    </div>
  )
}

function Details({ id, onLeft }: { id: string; onLeft: () => void }) {
  const { records, shell } = useText()
  const { data, error, refetch } = useQuery({
    queryKey: [KEY, 'one', id],
    queryFn: () => read(api.complaints[':id'].$get({ param: { id } })),
  })
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  if (!data) return <Spin aria-label={shell.loading} />
  return (
    <div className="stack">
      <div className="row">
        <h2>{data.code}</h2>
        <span className="chip">{records.complaintStates[data.state]}</span>
        <TermChip dueAt={data.dueAt} />
      </div>
      <p className="words">{data.text}</p>
      {data.caseCode !== null && (
        <p>
          {records.aboutCase} {data.caseCode}
        </p>
      )}
      {data.contact !== null && (
        <p className="words">
          {records.contact} {data.contact}
        </p>
      )}
      {data.handler !== null && (
        <p>
          {records.handler} {data.handler}
        </p>
      )}
      {data.outcome !== null && <p className="words">{data.outcome}</p>}
      <Steps complaint={data} />
      {data.state !== 'closed' && (
        <ComplaintAbout complaint={data} queryKey={[KEY]} onLeft={onLeft} />
      )}
    </div>
  )
}

function Steps({ complaint }: { complaint: Complaint }) {
  const { records } = useText()
  const [outcome, setOutcome] = useState('')
  const { run, busy } = useStep([KEY])
  const { id, version, state } = complaint
  const at = { param: { id }, json: { version } }
  const one = api.complaints[':id']
  if (state === 'open') {
    return (
      <Button
        type="primary"
        loading={busy}
        onClick={() => void run(() => done(one.take.$post(at)))}
      >
        {records.take}
      </Button>
    )
  }
  if (state === 'answered') {
    return (
      <Button loading={busy} onClick={() => void run(() => done(one.close.$post(at)))}>
        {records.close}
      </Button>
    )
  }
  if (state === 'closed') return null
  const json = { version, outcome: outcome.trim() }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => done(one.answer.$post({ param: { id }, json })))
      }}
    >
      <Field label={records.answerLabel}>
        {(ids) => (
          <Input.TextArea
            id={ids.id}
            rows={4}
            maxLength={2_000}
            value={outcome}
            onChange={({ target }) => setOutcome(target.value)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={busy} disabled={json.outcome === ''}>
        {records.answer}
      </Button>
    </form>
  )
}

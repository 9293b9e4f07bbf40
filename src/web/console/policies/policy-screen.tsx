import { Button } from 'antd'
import { useState } from 'react'
import { canTakePolicyStep, type PolicyStep, policySteps } from '../../../shared/policy-notices.ts'
import { useMayWork } from '../account.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { ReasonDialog } from '../administration/reason-dialog.tsx'
import { api, read } from '../api.ts'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { readParameter } from '../read-parameter.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { policiesText } from './policies-text.ts'
import { PolicyChip } from './policy-chip.tsx'
import { PolicyForm } from './policy-form.tsx'
import { type Policy, usePolicy } from './use-policies.ts'

/** One 政策通知: what it says, its next step, and how many it has come to. */
export function PolicyScreen(parameters: Record<string, string>) {
  const found = usePolicy(readParameter(parameters, 'id'))
  return <Loaded of={found}>{(policy) => <Page policy={policy} />}</Loaded>
}

function Page({ policy }: { policy: Policy }) {
  const words = useWords(policiesText)
  const mayWork = useMayWork()
  const [editing, setEditing] = useState(false)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{policy.title}</h1>
        <PolicyChip state={policy.state} />
        <span className="grow" />
        {mayWork && policy.state === 'draft' && (
          <Button onClick={() => setEditing(true)}>{words.edit}</Button>
        )}
      </div>
      {mayWork && <Steps policy={policy} />}
      <section className="card stack">
        <p className="words">{policy.summary}</p>
        <Facts policy={policy} />
      </section>
      {policy.approvedAt !== null && <Counts policy={policy} />}
      {editing && (
        <PolicyForm
          policy={policy}
          organisationId={policy.organisationId}
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  )
}

function Facts({ policy }: { policy: Policy }) {
  const words = useWords(policiesText)
  const { words: common } = useText()
  const { document, documentTitle, status, topics, districts, reason, approvedAt } = policy
  return (
    <FactList
      facts={[
        ...(reason === null ? [] : [[words.reason, reason] as const]),
        [
          words.document,
          <a key="document" href={`/documents/${document}`} target="_blank" rel="noreferrer">
            {documentTitle ?? document}
          </a>,
        ],
        [words.documentStatus, status === null ? words.none : common.status[status]],
        [words.topics, topics.join('、')],
        [words.districts, districts.length === 0 ? words.allDistricts : districts.join('、')],
        [words.organisation, policy.organisation],
        [words.writer, policy.writer],
        ...(approvedAt === null
          ? []
          : [[words.approved, <Moment key="approved" at={approvedAt} />] as const]),
      ]}
    />
  )
}

const counted = [
  'released',
  'waiting',
  'stopped',
  'wechatSent',
  'wechatPending',
  'wechatUnknown',
  'wechatDropped',
] as const

function Counts({ policy }: { policy: Policy }) {
  const words = useWords(policiesText)
  return (
    <section className="card stack">
      <h2>{words.reach}</h2>
      <p className="muted">{words.reachNote}</p>
      <FactList facts={counted.map((name) => [words[name], policy[name]] as const)} />
    </section>
  )
}

type Reasoned = 'return' | 'withdraw'
const notes = { return: 'returnNote', withdraw: 'withdrawNote' } as const

function Steps({ policy: { id, version, state, mayApprove } }: { policy: Policy }) {
  const words = useWords(policiesText)
  const act = useAct()
  const [asking, setAsking] = useState<Reasoned | null>(null)
  const take = (step: PolicyStep, reason?: string) => {
    const json = { version, step, ...(reason !== undefined && { reason }) }
    return act.run(() => read(api['policy-notices'][':id'].step.$post({ param: { id }, json })), {
      told: words.saved,
      stale: ['policies'],
    })
  }
  const steps = policySteps.filter((step) => canTakePolicyStep(state, step))
  if (steps.length === 0) return null
  const press = (step: PolicyStep) => {
    if (step === 'return' || step === 'withdraw') setAsking(step)
    else void take(step)
  }
  return (
    <div className="stack">
      <div className="row">
        {steps.map((step) => (
          <Button
            key={step}
            type={step === 'submit' || step === 'approve' ? 'primary' : 'default'}
            danger={step === 'withdraw'}
            disabled={step === 'approve' && !mayApprove}
            loading={act.busy}
            onClick={() => press(step)}
          >
            {words.steps[step]}
          </Button>
        ))}
      </div>
      {state === 'submitted' && !mayApprove && <p className="muted">{words.secondPerson}</p>}
      {asking === null && <ProblemAlert error={act.error} />}
      {asking !== null && (
        <ReasonDialog
          title={words.steps[asking]}
          note={words[notes[asking]]}
          label={words.reason}
          action={words.steps[asking]}
          isDanger={asking === 'withdraw'}
          busy={act.busy}
          error={act.error}
          onDone={(reason) => void take(asking, reason).then((done) => done && setAsking(null))}
          onClose={() => {
            setAsking(null)
            act.forget()
          }}
        />
      )}
    </div>
  )
}

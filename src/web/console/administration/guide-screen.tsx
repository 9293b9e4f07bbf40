import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, read } from '../api.ts'
import { useText } from '../use-text.ts'
import { NewAccount } from '../accounts/new-account.tsx'
import './administration.css'
import { Loaded } from './loaded.tsx'
import { OrganisationTree } from '../organisations/organisation-tree.tsx'
import { EmbedCode } from '../settings/embed-code.tsx'
import { useSettings } from '../settings/use-settings.ts'
import { peopleText } from './people-text.ts'
import { TrialForm } from '../trial/trial-screen.tsx'
import { useAct } from '../use-act.ts'
import { type Guide, type GuideStep, useGuide } from './use-guide.ts'
import { useWords } from '../use-words.ts'

/** Leads an administrator from the first start to the first question. */
export function GuideScreen() {
  const { guide: words } = useWords(peopleText)
  const text = useText()
  const guide = useGuide()
  return (
    <div className="stack">
      <h1>{text.screens.guide}</h1>
      <p>{words.intro}</p>
      <Loaded of={guide}>{(found) => <Steps guide={found} />}</Loaded>
    </div>
  )
}

function Steps({ guide }: { guide: Guide }) {
  const { guide: words } = useWords(peopleText)
  const act = useAct()
  const [held, hold] = useState<GuideStep>()
  const next = held ?? guide.steps.find(({ done }) => !done)?.step
  const close = () =>
    act.run(() => read(api.guide.$post({ json: { step: 'closed' } })), { stale: ['guide'] })
  return (
    <>
      <ol className="steps">
        {guide.steps.map(({ step, done }) => (
          <li key={step} className="card stack" aria-current={step === next ? 'step' : undefined}>
            <h2>
              {words.steps[step]}{' '}
              <span className={done ? 'chip success' : 'chip warning'}>
                {done ? words.done : words.open}
              </span>
            </h2>
            <p className="muted">{words.notes[step]}</p>
            {step === next && <StepWork step={step} onDone={() => hold(step)} />}
            {step === held && (
              <div>
                <Button type="primary" onClick={() => hold(undefined)}>
                  {words.noted}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {guide.closed ? (
        <p>{words.closed}</p>
      ) : (
        <div>
          <Button onClick={() => void close()} loading={act.busy}>
            {words.close}
          </Button>
        </div>
      )}
    </>
  )
}

type WorkProps = {
  step: GuideStep
  /** What is shown once must not go away because the step is done. */
  onDone: () => void
}

/** What a step takes, in its place. */
function StepWork({ step, onDone }: WorkProps): ReactNode {
  switch (step) {
    case 'own_password':
      return null
    case 'organisation':
      return <OrganisationTree />
    case 'first_staff':
      return <NewAccount roles={['staff']} onCreated={onDone} />
    case 'embed_code':
      return <Embed />
    case 'test_question':
      return <TrialForm onTried={onDone} />
  }
}

function Embed() {
  const settings = useSettings()
  return <Loaded of={settings}>{({ service }) => <EmbedCode address={service.publicUrl} />}</Loaded>
}

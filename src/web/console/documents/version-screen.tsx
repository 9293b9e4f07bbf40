import { Button, Popconfirm } from 'antd'
import { type Role, useAccount } from '../account.ts'
import { go, hrefOf } from '../address.ts'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { api, done } from '../api.ts'
import { BuildBar } from '../knowledge/build-bar.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { documentsText } from './documents-text.ts'
import { type Preview, useVersion, type Version } from './use-documents.ts'
import { VersionChanges } from './version-changes.tsx'
import { VersionFindings } from './version-findings.tsx'
import { VersionForm } from './version-form.tsx'

/** One version as a second person looks at it before it is published. */
export function VersionScreen({ id = '' }: Record<string, string>) {
  const words = useWords(documentsText)
  const text = useText()
  const preview = useVersion(id)
  return (
    <div className="stack">
      <p>
        <a href={hrefOf('/documents')}>{text.shell.back}</a>
      </p>
      <Loaded of={preview}>
        {(shown) => (
          <>
            <h1>
              {shown.version.fields.title} · {words.number(shown.version.number)}
            </h1>
            <p className="muted">{words.states[shown.version.state]}</p>
            <BuildBar />
            <VersionSteps version={shown.version} />
            <VersionForm key={shown.version.edit} {...shown} />
            <VersionFindings {...shown} />
            <VersionChanges {...shown} />
            <Passages {...shown} />
          </>
        )}
      </Loaded>
    </div>
  )
}

type Step = 'submit' | 'publish' | 'take-back' | 'discard' | 'roll-back'

/** What can be done with a version, the first one before the others; `sure`: asked again. */
function stepsOf({ state, own, origin }: Version, role: Role): { step: Step; sure?: true }[] {
  if (role === 'auditor') return []
  if (state === 'draft') return [{ step: 'submit' }, { step: 'discard', sure: true }]
  if (state === 'submitted') {
    const publish = own ? [] : [{ step: 'publish' as const }]
    return [...publish, { step: 'take-back' }, { step: 'discard', sure: true }]
  }
  const canRollBack = state === 'published' && origin === 'upload' && role === 'administrator'
  return canRollBack ? [{ step: 'roll-back', sure: true }] : []
}

function VersionSteps({ version }: { version: Version }) {
  const words = useWords(documentsText)
  const act = useAct()
  const { role } = useAccount()
  const { id, edit, state, own } = version
  const run = async (step: Step) => {
    const at = api.documents.versions[':id'][step]
    const sending = () => done(at.$post({ param: { id }, json: { edit } }))
    const stale = ['documents', 'knowledge', 'recalls']
    const ok = await act.run(sending, { told: words.told[step], stale })
    if (ok && step === 'discard') go('/documents')
  }
  return (
    <div className="stack">
      <div className="row">
        {stepsOf(version, role).map(({ step, sure }) =>
          sure ? (
            <Confirmed
              key={step}
              title={words.steps[step]}
              busy={act.busy}
              onDone={() => void run(step)}
            />
          ) : (
            <Button
              key={step}
              type={step === 'take-back' ? 'default' : 'primary'}
              loading={act.busy}
              onClick={() => void run(step)}
            >
              {words.steps[step]}
            </Button>
          ),
        )}
        {state === 'submitted' && own && <span className="muted">{words.ownVersion}</span>}
      </div>
      <ProblemAlert error={act.error} />
    </div>
  )
}

type Confirming = { title: string; busy: boolean; onDone: () => void }

function Confirmed({ title, busy, onDone }: Confirming) {
  const words = useWords(documentsText)
  const { shell } = useText()
  return (
    <Popconfirm title={words.sure} okText={title} cancelText={shell.cancel} onConfirm={onDone}>
      <Button danger loading={busy}>
        {title}
      </Button>
    </Popconfirm>
  )
}

function Passages({ passages }: Preview) {
  const words = useWords(documentsText)
  const units = passages.filter(({ locator, unit }) => locator === unit)
  return (
    <details className="card">
      <summary>
        {words.passages} · {units.length}
      </summary>
      <PlainTable
        caption={words.passages}
        rows={units}
        keyOf={({ locator }) => locator}
        columns={[
          { head: '#', cell: ({ locator }) => locator },
          {
            head: words.passages,
            cell: ({ path, text }) => (
              <>
                <span className="muted">{path.slice(1).join(' › ')}</span>
                <p className="words">{text}</p>
              </>
            ),
          },
        ]}
      />
    </details>
  )
}

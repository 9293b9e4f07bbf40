import { Button } from 'antd'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { ReasonDialog } from '../administration/reason-dialog.tsx'
import { rosterText } from '../administration/roster-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { tellMoment } from '../tell-moment.ts'
import { ExpertDialog, Warnings } from './expert-dialog.tsx'
import { LeaveCard } from './leave-card.tsx'
import { type Expert, useExpert } from './use-experts.ts'

/** One expert: what the roster says, how they stand, when they are away, what happened. */
export function ExpertScreen({ id = '' }: Record<string, string>) {
  const { one: words } = useWords(rosterText)
  const found = useExpert(id)
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="stack">
      <Loaded of={found}>
        {(expert) => (
          <>
            <div className="page-head">
              <h1>{expert.name}</h1>
              <span className="grow" />
              {expert.status !== 'removed' && (
                <Button onClick={() => setOpen(true)}>{words.edit}</Button>
              )}
            </div>
            {expert.warnings.length > 0 && <Warnings warnings={expert.warnings} />}
            <div className="columns">
              <Facts expert={expert} />
              <div className="stack">
                <Standing expert={expert} />
                <LeaveCard expert={expert} />
              </div>
            </div>
            <Events expert={expert} />
            {isOpen && <ExpertDialog expert={expert} onClose={() => setOpen(false)} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

type Props = { expert: Expert }

function Facts({ expert }: Props) {
  const { form, one: words, list } = useWords(rosterText)
  const text = useText()
  const entries = (all: readonly string[]) => (all.length > 0 ? all.join('、') : '—')
  const languages = expert.languages.map((code) => inWords(form.languageNames, code))
  return (
    <section className="card stack">
      <h2>{words.facts}</h2>
      <FactList
        facts={[
          [form.employer, expert.employer],
          [form.qualification, expert.qualification || '—'],
          [form.years, expert.years],
          [form.recommendedBy, expert.recommendedBy || '—'],
          [form.filingNumber, expert.filingNumber ?? '—'],
          [form.fields, entries(expert.fields.map((each) => inWords(text.words.fields, each)))],
          [form.industries, entries(expert.industries)],
          [form.districts, entries(expert.districts)],
          [form.languages, entries(languages)],
          [form.clients, entries(expert.clients)],
          [form.competitors, entries(expert.competitors)],
          [form.capacity, expert.capacity],
          [form.email, expert.email ?? '—'],
          [form.phone, expert.phone ?? '—'],
          [form.consented, expert.consentedAt === null ? list.no : tellMoment(expert.consentedAt)],
          [form.available, expert.available ? list.yes : list.no],
        ]}
      />
      <p className="muted">{words.contactNote}</p>
    </section>
  )
}

type Action = 'suspend' | 'reinstate' | 'withdraw' | 'remove'

const actionsOf: Record<Expert['status'], readonly Action[]> = {
  active: ['suspend', 'withdraw', 'remove'],
  suspended: ['reinstate', 'withdraw', 'remove'],
  withdrawn: ['reinstate', 'remove'],
  removed: [],
}

function Standing({ expert }: Props) {
  const { one: words, statuses } = useWords(rosterText)
  const [asked, ask] = useState<Action>()
  const act = useAct()
  const change = async (action: Action, reason: string) => {
    const request = { param: { id: expert.id }, json: { action, reason } }
    const isDone = await act.run(() => read(api.experts[':id'].standing.$post(request)), {
      told: words.done,
      stale: ['experts'],
    })
    if (isDone) ask(undefined)
  }
  return (
    <section className="card stack">
      <h2>{words.standing}</h2>
      <p>
        <span className={expert.status === 'active' ? 'chip success' : 'chip warning'}>
          {statuses[expert.status]}
        </span>{' '}
        {words.open(expert.openTickets)}
      </p>
      <div className="row">
        {actionsOf[expert.status].map((action) => (
          <Button key={action} danger={action === 'remove'} onClick={() => ask(action)}>
            {words.actions[action]}
          </Button>
        ))}
      </div>
      {asked && (
        <ReasonDialog
          title={`${words.actions[asked]} · ${expert.name}`}
          note={words.actionNotes[asked]}
          label={words.reason}
          action={words.actions[asked]}
          isDanger={asked === 'remove'}
          busy={act.busy}
          error={act.error}
          onDone={(reason) => void change(asked, reason)}
          onClose={() => {
            act.forget()
            ask(undefined)
          }}
        />
      )}
    </section>
  )
}

function Events({ expert }: Props) {
  const { one: words, eventNames } = useWords(rosterText)
  const { case: caseWords, queue } = useText()
  return (
    <section className="stack">
      <h2>{words.events}</h2>
      <PlainTable
        caption={words.events}
        rows={expert.events.map((event, at) => ({ ...event, at_: at }))}
        keyOf={({ at_ }) => String(at_)}
        columns={[
          { head: queue.columns.arrived, cell: ({ at }) => tellMoment(at) },
          { head: words.events, cell: ({ event }) => inWords(eventNames, event) },
          { head: queue.columns.staff, cell: ({ by }) => by },
          { head: caseWords.reason, cell: ({ reason }) => reason ?? '—' },
        ]}
      />
    </section>
  )
}

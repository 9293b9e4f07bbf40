import { Button } from 'antd'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import { Loaded } from '../administration/loaded.tsx'
import { useWords } from '../use-words.ts'
import { ledgerText } from './ledger-text.ts'
import { useVisits, type Visit } from './use-ledger.ts'
import { VisitForm } from './visit-form.tsx'
import { FurtherPage } from '../further-page.tsx'

/** 走访与服务, the latest first. */
export function VisitsCard({ id }: { id: string }) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const found = useVisits(id)
  const [open, setOpen] = useState<'new' | Visit>()
  return (
    <section className="card stack">
      <div className="row">
        <h2>{words.visits}</h2>
        <span className="grow" />
        {mayWork && (
          <Button type="primary" onClick={() => setOpen('new')}>
            {words.recordVisit}
          </Button>
        )}
      </div>
      <Loaded of={found}>
        {({ pages }) => (
          <>
            {pages[0]?.visits.length === 0 && <p>{words.noVisits}</p>}
            <ul className="records">
              {pages
                .flatMap(({ visits }) => visits)
                .map((visit) => (
                  <VisitItem key={visit.id} visit={visit} onChange={setOpen} />
                ))}
            </ul>
            <FurtherPage of={found} words={words.more} />
          </>
        )}
      </Loaded>
      {open && (
        <VisitForm
          enterpriseId={id}
          {...(open !== 'new' && { visit: open })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  )
}

type ItemProps = { visit: Visit; onChange: (visit: Visit) => void }

function VisitItem({ visit, onChange }: ItemProps) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const { day, kind, people, about, outcome, enteredBy } = visit
  return (
    <li className="card stack">
      <div className="row">
        <h3>
          {day} {words.visitKinds[kind]}
        </h3>
        <span className="muted">{people}</span>
        <span className="grow" />
        {mayWork && (
          <Button aria-label={words.changeOf(day)} onClick={() => onChange(visit)}>
            {words.changeVisit}
          </Button>
        )}
      </div>
      <p className="words">{about}</p>
      {outcome !== null && <p className="words">{outcome}</p>}
      <NextStep visit={visit} />
      <p className="muted">{words.enteredBy(enteredBy)}</p>
    </li>
  )
}

function NextStep({ visit: { nextStep, nextOn, nextDone } }: { visit: Visit }) {
  const words = useWords(ledgerText)
  if (nextStep === null) return null
  return (
    <p className="words">
      {nextOn === null ? words.stepOf(nextStep) : words.nextOf(nextStep, nextOn)}{' '}
      {nextDone && <span className="chip success">{words.nextDone}</span>}
    </p>
  )
}

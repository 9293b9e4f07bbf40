import { Button } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useMayWork } from '../account.ts'
import { hrefOf } from '../address.ts'
import { useWords } from '../use-words.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import { tellMoment } from '../tell-moment.ts'
import { requestText } from './request-text.ts'
import type { CaseDetail } from './use-case.ts'

export function AboutCard({ detail }: { detail: CaseDetail }) {
  const { case: text, words } = useText()
  const asked = useWords(requestText)
  const mayWork = useMayWork()
  const lines: [string, ReactNode][] = [
    [text.organisation, detail.organisation.name],
    [text.kind, words.kinds[detail.kind]],
    [text.field, inWords(words.fields, detail.field)],
    [text.district, detail.district],
    [text.industry, detail.industry],
    [text.topics, detail.topics.join('、')],
    [text.parties, detail.parties.join('、')],
    ...requestLines(detail.request, asked),
    [text.arrived, tellMoment(detail.createdAt)],
    [text.consent, detail.contactConsent ? text.yes : text.no],
  ]
  return (
    <section className="card stack" aria-labelledby="about">
      <h2 id="about">{text.about}</h2>
      <dl className="about">
        {lines
          .filter(([, value]) => value !== null && value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="words">{value}</dd>
            </div>
          ))}
      </dl>
      {detail.mergedInto !== null && (
        <p>
          {text.mergedInto} <a href={hrefOf(`/cases/${detail.mergedInto}`)}>{text.openOther}</a>
        </p>
      )}
      {mayWork && <ContactPart caseId={detail.id} key={detail.id} />}
    </section>
  )
}

/** What was asked for: which service or which kind of partner, when and where. */
function requestLines(
  request: CaseDetail['request'],
  words: (typeof requestText)['zh'],
): [string, string][] {
  return (['service', 'partner', 'when', 'where'] as const).flatMap((name) => {
    const value = request?.[name]
    if (value === undefined || value === '') return []
    return [[words[name], name === 'partner' ? inWords(words.partners, value) : value]]
  })
}

type Contact = Partial<Record<'name' | 'organisation' | 'contact' | 'address', string>>

/** Opened by a request of its own, which is recorded; gone again with the screen. */
function ContactPart({ caseId }: { caseId: string }) {
  const { case: text, words } = useText()
  const [contact, setContact] = useState<Contact>()
  const [problem, setProblem] = useState<unknown>()
  const open = () => {
    read(api.cases[':id'].contact.$get({ param: { id: caseId } })).then(setContact, setProblem)
  }
  if (!contact) {
    return (
      <div className="stack">
        <div className="row">
          <Button onClick={open}>{text.openContact}</Button>
          <span className="muted">{text.contactNote}</span>
        </div>
        <ProblemAlert error={problem} />
      </div>
    )
  }
  const given = (['name', 'organisation', 'contact', 'address'] as const).filter(
    (field) => contact[field] !== undefined,
  )
  if (given.length === 0) return <p>{text.noContact}</p>
  return (
    <dl className="about" aria-label={text.contact}>
      {given.map((field) => (
        <div key={field}>
          <dt>{words.contact[field]}</dt>
          <dd className="words">{contact[field]}</dd>
        </div>
      ))}
    </dl>
  )
}

import { useState } from 'preact/hooks'
import { beijingTime } from '../shared/beijing-time.ts'
import { fieldsInEnglish } from '../shared/field-words.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import type { Language } from '../shared/language.ts'
import { AccountSection } from './account-section.tsx'
import { DutySection } from './duty-section.tsx'
import { LeaveSection } from './leave-section.tsx'
import { isMe } from './me-guards.ts'
import type { Me } from './me-guards.ts'
import { meText } from './me-text.ts'
import type { MeText } from './me-text.ts'
import { PageTitle } from './page-title.tsx'
import { ServiceSection } from './service-section.tsx'
import type { Account } from './session-guards.ts'
import { useOwn } from './use-own.ts'
import { WithdrawSection } from './withdraw-section.tsx'

export type MeProps = {
  me: Me
  language: Language
  /** It was changed: read it again, and say so. */
  onDone: (words: string) => void
}

function Details({ me, language }: MeProps) {
  const text = meText[language]
  const names = new Map<string, string>(Object.entries(text.languages))
  const known = new Map<string, string>(Object.entries(fieldsInEnglish))
  const fieldNames =
    language === 'zh' ? me.fields : me.fields.map((field) => known.get(field) ?? field)
  const rows: [name: keyof MeText['details'], value: string][] = [
    ['qualification', me.qualification],
    ['years', String(me.years)],
    ['recommendedBy', me.recommendedBy],
    ['filingNumber', me.filingNumber ?? ''],
    ['fields', fieldNames.join('、')],
    ['industries', me.industries.join('、')],
    ['districts', me.districts.join('、')],
    ['languages', me.languages.map((code) => names.get(code) ?? code).join('、')],
    ['employer', me.employer],
    ['clients', me.clients.join('、')],
    ['competitors', me.competitors.join('、')],
  ]
  return (
    <section class="panel">
      <h2>{text.detailsTitle}</h2>
      <p class="field-hint">{text.detailsHint}</p>
      <dl class="facts">
        {rows.map(([name, value]) =>
          value === '' ? null : (
            <div key={name}>
              <dt>{text.details[name]}</dt>
              <dd lang="zh-CN">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  )
}

function History({ me, language }: MeProps) {
  const text = meText[language]
  const names = new Map<string, string>(Object.entries(text.events))
  return (
    <section class="panel">
      <h2>{text.historyTitle}</h2>
      <ol class="lines">
        {me.events.map(({ at, event, reason }) => (
          <li key={`${at}-${event}`}>
            <time dateTime={at}>{beijingTime(at, language)}</time> {names.get(event) ?? event}
            {reason === null ? '' : `：${reason}`}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What concerns the expert: service, leave, duties, the roster's record, the account, the way out. */
export function MePage(props: {
  account: Account
  language: Language
  announce: (text: string) => void
  onLeft: () => void
}) {
  const { account, language, announce } = props
  const text = meText[language]
  const [remote, look] = useOwn('/api/expert/me', isMe, language)
  const [said, setSaid] = useState('')
  const me = remote.value
  // What stands above must have its place first: it would push away what the reader has begun below.
  const isComing = me === undefined && remote.state === 'loading'
  const onDone = (words: string) => {
    setSaid(words)
    announce(words)
    look()
  }
  return (
    <main class="work">
      <PageTitle>{text.title(account.name)}</PageTitle>
      {said === '' ? null : <p class="notice">{said}</p>}
      {remote.state === 'failed' ? (
        <Failure problem={remote.problem} language={language} onRetry={look} />
      ) : null}
      {isComing ? <Loading language={language} /> : null}
      {me === undefined ? null : (
        <>
          <ServiceSection {...{ me, language, onDone }} />
          <LeaveSection {...{ me, language, onDone }} />
          <DutySection {...{ me, language, onDone }} />
          <Details {...{ me, language, onDone }} />
          <History {...{ me, language, onDone }} />
        </>
      )}
      <div hidden={isComing}>
        <AccountSection {...{ language, announce }} onLeft={props.onLeft} />
      </div>
      {me?.status === 'active' || me?.status === 'suspended' ? (
        <WithdrawSection {...{ me, language, onDone }} />
      ) : null}
    </main>
  )
}

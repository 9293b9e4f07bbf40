import { useCallback, useState } from 'preact/hooks'
import { beijingTime } from '../../shared/beijing-time.ts'
import { commonText } from '../../shared/common-text.ts'
import type { Language } from '../../shared/language.ts'
import { Failure, Loading } from '../../shared/loading-states.tsx'
import { StatusTag } from '../../shared/status-tag.tsx'
import { useRemote, useResult } from '../../shared/use-remote.ts'
import { isDistricts, listNotices, type OwnNotice, readSubscription } from './calls.ts'
import { policyText } from './policy-text.ts'
import { SubscriptionForm } from './subscription-form.tsx'

type Props = { language: Language; announce: (text: string) => void }

/** 政策订阅: what is wanted, and what has come. */
export function PoliciesPage({ language, announce }: Props) {
  const text = policyText[language]
  const load = useCallback(() => readSubscription(language), [language])
  const [remote, again] = useResult(load)
  const [districts, retry] = useRemote('/api/catalogue/districts', isDistricts, language)
  const [told, setTold] = useState('')
  const onDone = (words: string) => {
    setTold(words)
    announce(words)
    again()
  }
  if (remote.state === 'failed') {
    return <Failure problem={remote.problem} {...{ language }} onRetry={again} />
  }
  if (districts.state === 'failed') {
    return <Failure problem={districts.problem} {...{ language }} onRetry={retry} />
  }
  const subscription = remote.value
  const choices = districts.value?.districts
  if (subscription === undefined || choices === undefined) return <Loading language={language} />
  return (
    <>
      <p class="field-hint">{text.intro}</p>
      {told === '' ? null : <p>{told}</p>}
      <SubscriptionForm
        key={subscription?.consentedAt ?? ''}
        {...{ subscription, choices, language, onDone }}
      />
      <Received language={language} />
    </>
  )
}

function Received({ language }: { language: Language }) {
  const text = policyText[language]
  const load = useCallback(() => listNotices(language), [language])
  const [remote, again] = useResult(load)
  return (
    <section>
      <h3>{text.received}</h3>
      {remote.state === 'failed' ? (
        <Failure problem={remote.problem} {...{ language }} onRetry={again} />
      ) : null}
      {remote.value?.length === 0 ? <p>{text.none}</p> : null}
      <ul class="trainings">
        {(remote.value ?? []).map((notice) => (
          <Notice key={notice.id} {...{ notice, language }} />
        ))}
      </ul>
    </section>
  )
}

function Notice({ notice, language }: { notice: OwnNotice; language: Language }) {
  const text = policyText[language]
  const { title, summary, document, documentTitle, status, withdrawn, reason } = notice
  return (
    <li>
      <h4>
        <span lang="zh-CN">{title}</span>
        {withdrawn ? <span class="tag">{text.withdrawn}</span> : null}
        {status === null || withdrawn ? null : <StatusTag {...{ status, language }} />}
      </h4>
      {withdrawn ? <p lang="zh-CN">{text.reason(reason ?? '')}</p> : <p lang="zh-CN">{summary}</p>}
      {documentTitle === null ? null : (
        <p>
          {text.source}
          <a href={`/documents/${document}`} target="_blank" rel="noreferrer">
            <span lang="zh-CN">{documentTitle}</span>
            <span class="hidden-text">{commonText[language].newTab}</span>
          </a>
        </p>
      )}
      <p class="field-hint">
        <span lang="zh-CN">{notice.organisation}</span> · {beijingTime(notice.at, language)}
      </p>
    </li>
  )
}

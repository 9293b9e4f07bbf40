import { useState } from 'preact/hooks'
import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import { commonText } from '../../shared/common-text.ts'
import { Icon } from '../../shared/icon.tsx'
import type { Language } from '../../shared/language.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { chatText } from '../chat-text.ts'
import { ComplaintForm } from './complaint-form.tsx'
import { PoliciesPage } from '../policies/policies-page.tsx'
import { Arrival } from '../../shared/form-fields.tsx'
import { MyData } from './my-data.tsx'
import { peopleText } from './people-text.ts'
import { PrivacyNotice } from './privacy-notice.tsx'
import { requestText } from './request-text.ts'

const requests = ['service_request', 'referral'] as const
export type RequestKind = (typeof requests)[number]

type MenuProps = {
  language: Language
  cases: RatedCase[]
  announce: (text: string) => void
  onPerson: () => void
  onRequest: (kind: RequestKind) => void
  onTrainings: () => void
  onErased: () => void
  onClose: () => void
}

const pages = ['policies', 'complaint', 'myData', 'privacy'] as const
type MenuPage = (typeof pages)[number]

function Entries(props: MenuProps & { onChoose: (page: MenuPage) => void }) {
  const text = peopleText[props.language]
  return (
    <ul class="starters">
      <li>
        <button type="button" onClick={props.onPerson}>
          <span>{text.person}</span>
          <Icon name="arrow" />
        </button>
      </li>
      {requests.map((kind) => (
        <li key={kind}>
          <button type="button" onClick={() => props.onRequest(kind)}>
            <span>{requestText[props.language].menu[kind]}</span>
            <Icon name="arrow" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={props.onTrainings}>
          <span>{chatText[props.language].trainings}</span>
          <Icon name="arrow" />
        </button>
      </li>
      {pages.map((page) => (
        <li key={page}>
          <button type="button" onClick={() => props.onChoose(page)}>
            <span>{text[page]}</span>
            <Icon name="arrow" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Page(props: MenuProps & { page: MenuPage }) {
  switch (props.page) {
    case 'policies':
      return <PoliciesPage {...props} />
    case 'complaint':
      return <ComplaintForm {...props} />
    case 'myData':
      return <MyData {...props} />
    case 'privacy':
      return <PrivacyNotice language={props.language} />
  }
}

/** What is seldom needed and must always be within reach. */
export function MenuSheet(props: MenuProps) {
  const { language, onClose } = props
  const text = peopleText[language]
  const [page, setPage] = useState<MenuPage | null>(null)
  const closeLabel = commonText[language].close
  if (page === null) {
    return (
      <Sheet title={text.menuTitle} {...{ closeLabel, onClose }}>
        <Arrival>
          <Entries {...props} onChoose={setPage} />
        </Arrival>
      </Sheet>
    )
  }
  return (
    <Sheet title={text[page]} {...{ closeLabel, onClose }}>
      <Arrival key={page}>
        <Page {...props} page={page} />
        <div class="actions">
          <button type="button" class="button-plain" onClick={() => setPage(null)}>
            {text.back}
          </button>
        </div>
      </Arrival>
    </Sheet>
  )
}

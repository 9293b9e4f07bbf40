import { commonText } from '../shared/common-text.ts'
import { BrandMark, PreferenceButtons } from '../shared/page-header.tsx'
import type { Preferences } from '../shared/preferences.ts'
import { expertText } from './expert-text.ts'
import { addressOf } from './routes.ts'
import type { Route } from './routes.ts'

type Section = 'tickets' | 'notices' | 'me'

function sectionOf({ name }: Route): Section {
  return name === 'notices' || name === 'me' ? name : 'tickets'
}

const addresses: Record<Section, string> = {
  tickets: addressOf({ name: 'list', list: 'offered' }),
  notices: addressOf({ name: 'notices' }),
  me: addressOf({ name: 'me' }),
}
const sections: Section[] = ['tickets', 'notices', 'me']

/** Its sections appear with who has signed in. */
export function WorkHeader(props: {
  preferences: Preferences
  route: Route | null
  unread: number
}) {
  const { language } = props.preferences
  const text = expertText[language]
  const { route, unread } = props
  return (
    <header class="header no-print">
      <div class="header-inner">
        <div class="brand">
          <BrandMark />
          <span class="brand-name">{commonText[language].brand}</span>
          <span class="brand-section">{text.title}</span>
        </div>
        <div class="header-tools">
          <PreferenceButtons preferences={props.preferences} />
        </div>
        {route === null ? null : (
          <nav aria-label={text.navigation}>
            <ul class="nav-list">
              {sections.map((section) => (
                <li key={section}>
                  <a
                    href={addresses[section]}
                    aria-current={section === sectionOf(route) ? 'page' : undefined}
                  >
                    {text[section]}
                    {section === 'notices' && unread > 0 ? (
                      <span class="badge">
                        <span aria-hidden="true">{unread}</span>
                        <span class="hidden-text">{text.unread(unread)}</span>
                      </span>
                    ) : null}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
    </header>
  )
}

import type { ComponentChildren } from 'preact'
import { commonText } from './common-text.ts'
import { languageTag } from './language.ts'
import type { Preferences } from './preferences.ts'
import { textSizes } from './preferences.ts'

const sections = ['chat', 'search', 'catalogue', 'documents'] as const
type Section = (typeof sections)[number]

const addresses: Record<Section, string> = {
  chat: '/',
  search: '/search/',
  catalogue: '/catalogue/',
  documents: '/documents/',
}

export function BrandMark() {
  return (
    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        class="brand-shape"
        d="M4 7a4 4 0 0 1 4-4h16a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4h-7l-7 6v-6H8a4 4 0 0 1-4-4z"
      />
      <path class="brand-lines" d="M10 9.5h12M10 13.5h12M10 17.5h7" />
    </svg>
  )
}

export function PreferenceButtons(props: { preferences: Preferences }) {
  const { language, textSize, chooseLanguage, chooseTextSize } = props.preferences
  const text = commonText[language]
  const other = language === 'zh' ? 'en' : 'zh'
  const nextSize = textSizes[(textSizes.indexOf(textSize) + 1) % textSizes.length] ?? 'normal'
  return (
    <>
      <button type="button" class="button-plain" onClick={() => chooseTextSize(nextSize)}>
        {text.nextSize[textSize]}
      </button>
      <button
        type="button"
        class="button-plain"
        lang={languageTag[other]}
        onClick={() => chooseLanguage(other)}
      >
        {text.otherLanguage}
      </button>
    </>
  )
}

function Navigation(props: { section: Section; preferences: Preferences; embedded: boolean }) {
  const text = commonText[props.preferences.language]
  const shown = props.embedded ? sections.filter((section) => section !== 'chat') : sections
  return (
    <nav aria-label={text.navigation}>
      <ul class="nav-list">
        {shown.map((section) => (
          <li key={section}>
            <a
              href={addresses[section]}
              aria-current={section === props.section ? 'page' : undefined}
              target={props.embedded ? '_blank' : undefined}
              rel={props.embedded ? 'noopener' : undefined}
            >
              {text[section]}
              {props.embedded ? <span class="hidden-text">{text.newTab}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Name of the service, its sections, language and type size: the same on every page. */
export function PageHeader(props: {
  section: Section
  preferences: Preferences
  embedded?: boolean
  children?: ComponentChildren
}) {
  const text = commonText[props.preferences.language]
  return (
    <header class="header no-print">
      <div class="header-inner">
        <div class="brand">
          <BrandMark />
          <span class="brand-name">{text.brand}</span>
          <span class="brand-service">{text.service}</span>
        </div>
        <div class="header-tools">
          <PreferenceButtons preferences={props.preferences} />
          {props.children}
        </div>
        <Navigation
          section={props.section}
          preferences={props.preferences}
          embedded={props.embedded === true}
        />
      </div>
    </header>
  )
}

import { useEffect, useState } from 'preact/hooks'
import { oneOf } from './guards.ts'
import { isLanguage, languageTag } from './language.ts'
import type { Language } from './language.ts'
import { recall, remember } from './storage.ts'

export const textSizes = ['normal', 'large', 'huge'] as const
export type TextSize = (typeof textSizes)[number]

export type Preferences = {
  language: Language
  textSize: TextSize
  chooseLanguage: (language: Language) => void
  chooseTextSize: (size: TextSize) => void
}

const isTextSize = oneOf(textSizes)

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  return isLanguage(asked) ? asked : (recall('language', isLanguage) ?? 'zh')
}

/** A link with `lang=` would otherwise undo the reader's own choice on the next reload. */
function forgetLanguageInAddress(): void {
  const address = new URL(location.href)
  if (!address.searchParams.has('lang')) return
  address.searchParams.delete('lang')
  history.replaceState(history.state, '', address.href)
}

export function usePreferences(): Preferences {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const [textSize, setTextSize] = useState<TextSize>(() => recall('size', isTextSize) ?? 'normal')

  useEffect(() => {
    document.documentElement.lang = languageTag[language]
  }, [language])

  useEffect(() => {
    const { classList } = document.documentElement
    for (const size of textSizes) classList.toggle(`text-${size}`, size === textSize)
  }, [textSize])

  return {
    language,
    textSize,
    chooseLanguage: (next) => {
      remember('language', next)
      forgetLanguageInAddress()
      setLanguage(next)
    },
    chooseTextSize: (next) => {
      remember('size', next)
      setTextSize(next)
    },
  }
}

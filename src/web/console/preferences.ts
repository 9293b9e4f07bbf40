import { useSyncExternalStore } from 'react'
import { oneOf } from '../shared/guards.ts'
import { isLanguage, languageTag } from '../shared/language.ts'
import type { Language } from '../shared/language.ts'
import { recall, remember } from '../shared/storage.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export type Preferences = { language: Language; theme: Theme; dark: boolean }

const isTheme = oneOf(themes)
const darkScreen = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function read(): Preferences {
  const theme = recall('console.theme', isTheme) ?? 'system'
  const dark = theme === 'system' ? darkScreen.matches : theme === 'dark'
  return { language: recall('language', isLanguage) ?? 'zh', theme, dark }
}

let current = read()

function show({ language, dark }: Preferences): void {
  const root = document.documentElement
  root.lang = languageTag[language]
  root.dataset['theme'] = dark ? 'dark' : 'light'
}

function change(): void {
  current = read()
  show(current)
  for (const listener of listeners) listener()
}

show(current)
darkScreen.addEventListener('change', change)

export const readPreferences = (): Preferences => current

export function chooseLanguage(language: Language): void {
  remember('language', language)
  change()
}

export function chooseTheme(theme: Theme): void {
  remember('console.theme', theme)
  change()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Language and theme of this browser; the page follows every change. */
export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, readPreferences)

import type { Language } from '../shared/language.ts'
import { usePreferences } from './preferences.ts'

/** The words of one screen in the language of this browser: they come with the screen and not before it. */
export const useWords = <Words>(words: Record<Language, Words>): Words =>
  words[usePreferences().language]

import { oneOf } from './guards.ts'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

export const isLanguage = oneOf(languages)

/** The value of `lang` in HTML and of `Accept-Language`. */
export const languageTag: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

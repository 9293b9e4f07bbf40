import type { Language } from '../shared/language.ts'
import { caseText } from './text/case-text.ts'
import { queueText } from './text/queue-text.ts'
import { recordsText } from './text/records-text.ts'
import { screenTitles } from './text/screen-titles.ts'
import { shellText } from './text/shell-text.ts'
import { signInText } from './text/sign-in-text.ts'
import { wordsText } from './text/words-text.ts'

const textIn = (language: Language) => ({
  shell: shellText[language],
  screens: screenTitles[language],
  signIn: signInText[language],
  words: wordsText[language],
  queue: queueText[language],
  case: caseText[language],
  records: recordsText[language],
})

export type ConsoleText = ReturnType<typeof textIn>

/** Everything that the console says. */
export const consoleText: Record<Language, ConsoleText> = { zh: textIn('zh'), en: textIn('en') }

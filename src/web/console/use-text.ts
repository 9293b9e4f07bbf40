import { consoleText } from './console-text.ts'
import type { ConsoleText } from './console-text.ts'
import { usePreferences } from './preferences.ts'

/** The words of the console in the language of this browser. */
export const useText = (): ConsoleText => consoleText[usePreferences().language]

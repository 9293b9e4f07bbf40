import { App } from 'antd'
import { saveFile } from './save-file.ts'
import { done } from '../api.ts'
import { describeProblem } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'

/** Lets the browser keep what a request answers with; what went wrong is told. */
export function useSaveTable(): (request: Promise<Response>, name: string) => Promise<void> {
  const text = useText()
  const { message } = App.useApp()
  return async (request, name) => {
    try {
      await done(request)
      saveFile(await (await request).blob(), name)
    } catch (error) {
      void message.error(describeProblem(error, text))
    }
  }
}

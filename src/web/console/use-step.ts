import { useQueryClient } from '@tanstack/react-query'
import { App as Messages } from 'antd'
import { useState } from 'react'
import { describeProblem } from './problem-alert.tsx'
import { useText } from './use-text.ts'

/** Runs one request at a time, says how it went, and has a list read anew. @returns whether it was done */
export function useStep(queryKey: string[]) {
  const text = useText()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  const [busy, setBusy] = useState(false)
  const run = async (step: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    try {
      await step()
      void message.success(text.records.done)
      return true
    } catch (error) {
      void message.error(describeProblem(error, text))
      return false
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey })
    }
  }
  return { busy, run }
}

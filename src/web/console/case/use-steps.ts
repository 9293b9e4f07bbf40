import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isConflict } from '../api.ts'
import type { Took } from './approve.ts'
import type { CaseDetail } from './use-case.ts'

export type Steps = {
  /**
   * Takes a step, then everything that is shown is read anew. A step that takes the case in hand first tells the
   * version that it has since. @throws what the step throws
   */
  run: <Result>(step: (took: Took) => Promise<Result>) => Promise<Result>
  /** Somebody else was faster with the last step. */
  conflict: boolean
  refresh: () => void
}

export function useSteps({ id: caseId, version }: CaseDetail): Steps {
  const client = useQueryClient()
  /** The version at which a step was refused: it was somebody else's doing if there is a later one now. */
  const [refusedAt, setRefusedAt] = useState<number>()
  const refresh = () => {
    for (const queryKey of [['case', caseId], ['cases'], ['counts']]) {
      void client.invalidateQueries({ queryKey })
    }
  }
  return {
    conflict: refusedAt !== undefined && refusedAt < version,
    refresh,
    run: async (step) => {
      let own = version
      try {
        const result = await step((taken) => {
          own = taken
        })
        setRefusedAt(undefined)
        return result
      } catch (error) {
        if (isConflict(error)) setRefusedAt(own)
        throw error
      } finally {
        refresh()
      }
    },
  }
}

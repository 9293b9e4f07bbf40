import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isConflict } from '../api.ts'
import type { CaseDetail } from './use-case.ts'

export type Steps = {
  /** Takes a step, then everything that is shown is read anew. @throws what the step throws */
  run: <Result>(step: () => Promise<Result>) => Promise<Result>
  /** Somebody else was faster with the last step. */
  conflict: boolean
  refresh: () => void
}

export function useSteps({ id: caseId, version }: CaseDetail): Steps {
  const client = useQueryClient()
  /** The version at which a step was refused: it was somebody else's doing if there is another one now. */
  const [refusedAt, setRefusedAt] = useState<number>()
  const refresh = () => {
    for (const queryKey of [['case', caseId], ['cases'], ['counts']]) {
      void client.invalidateQueries({ queryKey })
    }
  }
  return {
    conflict: refusedAt !== undefined && refusedAt !== version,
    refresh,
    run: async (step) => {
      try {
        const result = await step()
        setRefusedAt(undefined)
        return result
      } catch (error) {
        if (isConflict(error)) setRefusedAt(version)
        throw error
      } finally {
        refresh()
      }
    },
  }
}

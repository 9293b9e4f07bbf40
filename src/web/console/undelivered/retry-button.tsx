import { Button } from 'antd'
import { useWords } from '../use-words.ts'
import { useStep } from '../use-step.ts'
import { undeliveredText } from './undelivered-text.ts'

type Props = {
  /** What is tried again, in words. */
  what: string
  queryKey: string[]
  retry: () => Promise<unknown>
}

export function RetryButton({ what, queryKey, retry }: Props) {
  const words = useWords(undeliveredText)
  const { run, busy } = useStep(queryKey)
  return (
    <Button
      size="small"
      loading={busy}
      aria-label={words.retryOf(what)}
      onClick={() => void run(retry)}
    >
      {words.retry}
    </Button>
  )
}

import { Alert, Button } from 'antd'
import { ApiError } from './api.ts'
import type { ConsoleText } from './console-text.ts'
import { useText } from './use-text.ts'

/** Why something was not done, in words. */
export function describeProblem(error: unknown, text: ConsoleText): string {
  if (!(error instanceof ApiError)) return text.shell.unexpected
  const { code, detail } = error.problem
  if (detail !== '') return detail
  return code === 'network' ? text.shell.networkDown : text.shell.unexpected
}

type Props = { error: unknown; onRetry?: () => void }

export function ProblemAlert({ error, onRetry }: Props) {
  const text = useText()
  if (error === null || error === undefined) return null
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={describeProblem(error, text)}
      action={onRetry && <Button onClick={onRetry}>{text.shell.retry}</Button>}
    />
  )
}

import { Spin } from 'antd'
import { readParameter } from '../read-parameter.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import './case.css'
import { CaseWork } from './case-work.tsx'
import { useCase } from './use-case.ts'

export function CaseScreen(parameters: Record<string, string>) {
  const id = readParameter(parameters, 'id')
  const { shell } = useText()
  const { data, error, refetch } = useCase(id)
  if (data) return <CaseWork key={data.id} detail={data} />
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  return <Spin aria-label={shell.loading} />
}

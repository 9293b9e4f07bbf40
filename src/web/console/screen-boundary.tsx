import { Alert, Button } from 'antd'
import { Component } from 'react'
import type { ReactNode } from 'react'
import { useText } from './use-text.ts'

type Props = { children: ReactNode }

/** A screen that fails, such as one of an older build that is no longer there, leaves menu and bar usable. */
export class ScreenBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Failure /> : this.props.children
  }
}

function Failure() {
  const text = useText()
  return (
    <Alert
      type="error"
      showIcon
      title={text.shell.failed}
      action={<Button onClick={() => location.reload()}>{text.shell.reload}</Button>}
    />
  )
}

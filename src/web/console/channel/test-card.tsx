import { Button } from 'antd'
import { useState } from 'react'
import type { Finding } from '../../../shared/channel-findings.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { channelText } from './channel-text.ts'
import { FindingList } from './finding-list.tsx'

/** A message to oneself through each way that is set. */
export function TestCard({ account, app }: { account: boolean; app: boolean }) {
  const words = useWords(channelText)
  return (
    <section className="card stack">
      <h2>{words.test}</h2>
      {!account && !app && <p>{words.none}</p>}
      {account && <WechatTest />}
      {app && <AppTest />}
    </section>
  )
}

function WechatTest() {
  const words = useWords(channelText)
  const act = useAct()
  const [said, show] = useState<string>()
  const ask = () => act.run(async () => show((await read(api.channel.test.$get())).words))
  return (
    <div className="stack">
      <p>{words.testWechat}</p>
      <div className="row">
        <Button loading={act.busy} onClick={() => void ask()}>
          {words.showWords}
        </Button>
        <output>{said !== undefined && <code className="code-block">{said}</code>}</output>
      </div>
      <p className="muted">{words.testWechatNote}</p>
      <ProblemAlert error={act.error} />
    </div>
  )
}

function AppTest() {
  const words = useWords(channelText)
  const act = useAct()
  const [finding, show] = useState<Finding>()
  const sendOne = () => act.run(async () => show((await read(api.channel.test.$post())).finding))
  return (
    <div className="stack">
      <div className="row">
        <span>{words.testApp}</span>
        <Button loading={act.busy} onClick={() => void sendOne()}>
          {words.sendApp}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
      <output>{finding && <FindingList findings={[finding]} />}</output>
    </div>
  )
}

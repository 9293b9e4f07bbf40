import { Button } from 'antd'
import { useState } from 'react'
import type { Finding } from '../../../shared/channel-findings.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { channelText } from './channel-text.ts'
import { FindingList } from './finding-list.tsx'

export function CheckCard() {
  const words = useWords(channelText)
  const act = useAct()
  const [findings, show] = useState<Finding[]>()
  const check = () => act.run(async () => show((await read(api.channel.check.$post())).findings))
  const wrong = findings?.filter(({ good }) => !good).length ?? 0
  return (
    <section className="card stack">
      <h2>{words.check}</h2>
      <p className="muted">{words.checkIntro}</p>
      <div>
        <Button type="primary" loading={act.busy} onClick={() => void check()}>
          {words.runCheck}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
      <output>
        {findings && <strong>{wrong === 0 ? words.allGood : words.toChange(wrong)}</strong>}
      </output>
      {findings && <FindingList findings={findings} />}
    </section>
  )
}

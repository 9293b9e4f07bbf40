import { FactList } from '../administration/fact-list.tsx'
import { useWords } from '../use-words.ts'
import './channel.css'
import { channelText } from './channel-text.ts'
import type { Channel } from './use-channel.ts'

export function SettingCards({ channel: { account, kf, app } }: { channel: Channel }) {
  const words = useWords(channelText)
  return (
    <div className="columns channel-settings">
      <section className="card stack">
        <h2>{words.account}</h2>
        {account ? <AccountFacts account={account} /> : <p>{words.none}</p>}
      </section>
      <section className="card stack">
        <h2>{words.kf}</h2>
        {kf ? (
          <FactList
            facts={[
              ['open_kfid', <code key="id">{kf.openKfid}</code>],
              [words.callback, <code key="callback">{kf.callback}</code>],
              [words.servicer, kf.servicer ?? words.pool],
            ]}
          />
        ) : (
          <p>{words.none}</p>
        )}
      </section>
      <section className="card stack">
        <h2>{words.app}</h2>
        {app ? (
          <FactList
            facts={[
              [words.agentId, app.agentId],
              [
                words.callback,
                app.callback === null ? words.noCallback : <code key="it">{app.callback}</code>,
              ],
            ]}
          />
        ) : (
          <p>{words.none}</p>
        )}
      </section>
    </div>
  )
}

function AccountFacts({ account }: { account: NonNullable<Channel['account']> }) {
  const words = useWords(channelText)
  return (
    <FactList
      facts={[
        ['AppID', <code key="id">{account.appId}</code>],
        [words.mode, words.modes[account.mode]],
        [words.callback, <code key="callback">{account.callback}</code>],
        [words.pushes, account.pushes ? words.canPush : words.cannotPush],
        [words.deadline, words.seconds(account.passiveDeadlineMs / 1_000)],
        [words.replyTemplate, account.replyTemplate ?? words.none],
        [words.subscribeTemplate, account.subscribeTemplate ?? words.none],
      ]}
    />
  )
}

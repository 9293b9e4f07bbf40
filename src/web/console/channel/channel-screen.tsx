import { Alert } from 'antd'
import { Loaded } from '../administration/loaded.tsx'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { channelText } from './channel-text.ts'
import { CheckCard } from './check-card.tsx'
import { MenuCard } from './menu-card.tsx'
import { SettingCards } from './setting-cards.tsx'
import { TemplatesCard } from './templates-card.tsx'
import { TestCard } from './test-card.tsx'
import { useChannel } from './use-channel.ts'

/** WeChat's side of the service: what is set, whether it works, its menu, and a message to oneself. */
export function ChannelScreen() {
  const words = useWords(channelText)
  const text = useText()
  const channel = useChannel()
  return (
    <div className="stack">
      <h1>{text.screens.channel}</h1>
      <p>{words.intro}</p>
      <Loaded of={channel}>
        {(shown) => (
          <>
            {shown.off && <Alert type="warning" showIcon title={words.off} />}
            <SettingCards channel={shown} />
            <CheckCard />
            <MenuCard menu={shown.menu} canPublish={shown.account?.pushes === true} />
            {shown.account?.pushes === true && <TemplatesCard />}
            <TestCard account={shown.account !== null} app={shown.app !== null} />
          </>
        )}
      </Loaded>
    </div>
  )
}

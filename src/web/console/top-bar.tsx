import { Button, Select } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useAccount } from './account.ts'
import { api, done } from './api.ts'
import { forgetSeen } from './live/listen.ts'
import { chooseLanguage, chooseTheme, themes, usePreferences } from './preferences.ts'
import { useText } from './use-text.ts'

type Props = { menuOpen: boolean; onMenu: () => void }

export function TopBar({ menuOpen, onMenu }: Props) {
  const text = useText()
  const { name, role } = useAccount()
  const { language, theme } = usePreferences()
  const client = useQueryClient()
  const leave = async () => {
    await done(api['sign-out'].$post()).catch(() => {})
    forgetSeen()
    client.clear()
    location.reload()
  }
  return (
    <header className="top">
      <Button
        className="menu-button"
        aria-expanded={menuOpen}
        aria-controls="menu"
        onClick={onMenu}
      >
        {text.shell.menu}
      </Button>
      <span className="brand grow">{text.shell.brand}</span>
      <span className="muted who">
        {name} · {text.shell.roles[role]}
      </span>
      <Select
        aria-label={text.shell.theme}
        value={theme}
        size="small"
        popupMatchSelectWidth={false}
        onChange={chooseTheme}
        options={themes.map((value) => ({ value, label: text.shell.themes[value] }))}
      />
      <Button size="small" onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}>
        <span lang={language === 'zh' ? 'en' : 'zh-CN'}>{text.shell.otherLanguage}</span>
      </Button>
      <Button size="small" onClick={() => void leave()}>
        {text.shell.signOut}
      </Button>
    </header>
  )
}

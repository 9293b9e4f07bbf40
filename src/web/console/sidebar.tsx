import { useAccount } from './account.ts'
import { hrefOf } from './address.ts'
import { allowedScreens } from './screens.ts'
import type { Group, Screen } from './screens.ts'
import { useUnread } from './live/use-unread.ts'
import { useText } from './use-text.ts'

const groups: readonly Group[] = ['work', 'archive', 'insight', 'administration']

/** What is marked in the menu: a single thing stands under the list that it is opened from. */
function menuPathOf({ path }: Screen): string {
  return path === '/cases/:id' ? '/' : path.replace(/\/:\w+$/u, '')
}

type Props = { current: Screen | undefined; open: boolean }

export function Sidebar({ current, open }: Props) {
  const text = useText()
  const { role } = useAccount()
  const unread = useUnread()
  const allowed = allowedScreens(role)
  const shown = current && menuPathOf(current)
  return (
    <div id="menu" className={open ? 'side open' : 'side'}>
      <nav aria-label={text.shell.menu}>
        {groups.map((group) => {
          const items = allowed.filter((screen) => screen.group === group)
          if (items.length === 0) return null
          return (
            <div key={group}>
              <p className="group">{text.shell.groups[group]}</p>
              <ul>
                {items.map(({ path, title }) => (
                  <li key={path}>
                    <a href={hrefOf(path)} aria-current={path === shown ? 'page' : undefined}>
                      {text.screens[title]}
                      {path === '/inbox' && unread > 0 && (
                        <span className="count">{text.shell.unread(unread)}</span>
                      )}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          )
        })}
      </nav>
    </div>
  )
}

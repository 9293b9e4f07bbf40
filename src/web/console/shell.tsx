import { Button, Spin } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useAccount } from './account.ts'
import { go, usePath } from './address.ts'
import { allowedScreens, screenAt } from './screens.ts'
import type { Screen } from './screens.ts'
import { LiveContext } from './live/live-context.ts'
import { useLive } from './live/use-live.ts'
import { ScreenBoundary } from './screen-boundary.tsx'
import { Sidebar } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'
import { useText } from './use-text.ts'

/** Only administrators see it, and not for long. */
const GuideBanner = lazy(async () => {
  const { GuideBanner: Content } = await import('./administration/guide-banner.tsx')
  return { default: Content }
})

/** What stands around every screen: skip link, bar, menu, and the screen of the address. */
export function Shell() {
  const path = usePath()
  const { role } = useAccount()
  const text = useText()
  const [menuOpenAt, setMenuOpenAt] = useState<string>()
  const found = screenAt(path)
  const screen = found && allowedScreens(role).includes(found.screen) ? found.screen : undefined
  const live = useLive(screen?.path === '/cases/:id' ? found?.parameters['id'] : undefined)
  const title = screen ? text.screens[screen.title] : text.shell.notFound
  useEffect(() => {
    document.title = `${title} · ${text.shell.brand}`
  }, [title, text])
  const menuOpen = menuOpenAt === path
  return (
    <LiveContext value={live}>
      <div className="layout">
        <a
          className="skip"
          href="#main"
          onClick={(event) => {
            event.preventDefault()
            document.getElementById('main')?.focus()
          }}
        >
          {text.shell.skip}
        </a>
        <TopBar menuOpen={menuOpen} onMenu={() => setMenuOpenAt(menuOpen ? undefined : path)} />
        <Sidebar current={screen} open={menuOpen} />
        <main id="main" tabIndex={-1}>
          <ScreenPlace screen={screen} parameters={found?.parameters ?? {}} key={screen?.path} />
        </main>
      </div>
    </LiveContext>
  )
}

type PlaceProps = { screen: Screen | undefined; parameters: Record<string, string> }

function ScreenPlace({ screen, parameters }: PlaceProps) {
  const text = useText()
  if (!screen) {
    return (
      <div className="stack">
        <h1>{text.shell.notFound}</h1>
        <div>
          <Button type="primary" onClick={() => go('/')}>
            {text.shell.toQueue}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <ScreenBoundary>
      <Suspense fallback={null}>
        <GuideBanner />
      </Suspense>
      <Suspense fallback={<Spin aria-label={text.shell.loading} />}>
        <screen.Content {...parameters} />
      </Suspense>
    </ScreenBoundary>
  )
}

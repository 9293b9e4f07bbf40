import { useEffect } from 'react'
import { useAccount } from '../account.ts'
import { go, hrefOf, usePath } from '../address.ts'
import './administration.css'
import { peopleText } from './people-text.ts'
import { useGuide } from './use-guide.ts'
import { useWords } from '../use-words.ts'

/** Led there once; from then on the line above the screens leads there. */
const state = { led: false }

/** For administrators until the service is set up: how much is left, and the way there. */
export function GuideBanner() {
  const { guide: words } = useWords(peopleText)
  const path = usePath()
  const isAdministrator = useAccount().role === 'administrator'
  const { data } = useGuide(isAdministrator)
  const left = data?.closed ? 0 : (data?.steps.filter(({ done }) => !done).length ?? 0)
  const isNew = data !== undefined && left === data.steps.length - 1
  useEffect(() => {
    if (!isNew || state.led || path !== '/') return
    state.led = true
    go('/guide')
  }, [isNew, path])
  if (left === 0 || path === '/guide') return null
  return (
    <p className="card row guide-banner">
      <span className="grow">{words.left(left)}</span>
      <a href={hrefOf('/guide')}>{words.continue}</a>
    </p>
  )
}

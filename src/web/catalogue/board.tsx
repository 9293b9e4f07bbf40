import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { commonText } from '../shared/common-text.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import type { Preferences } from '../shared/preferences.ts'
import { boardPages } from './board-pages.tsx'
import { tabs } from './catalogue.ts'
import { catalogueText } from './catalogue-text.ts'
import type { CatalogueText } from './catalogue-text.ts'
import { useCatalogue } from './use-catalogue.ts'

const secondsPerPage = 15

type Turning = { page: number; paused: boolean; turn: (by: number) => void; toggle: () => void }

function useTurning(count: number): Turning {
  const [page, setPage] = useState(0)
  const [paused, setPaused] = useState(false)
  useLayoutEffect(() => {
    if (paused || count === 0) return
    const timer = window.setTimeout(
      () => setPage((current) => (current + 1) % count),
      secondsPerPage * 1000,
    )
    return () => clearTimeout(timer)
  }, [page, paused, count])
  return {
    page,
    paused,
    turn: (by) => setPage((page + by + count) % count),
    toggle: () => setPaused(!paused),
  }
}

const smallestScale = 0.5

/** Nobody scrolls a screen on a wall: long pages are set smaller until they fit. */
function useFit(shown: unknown): RefObject<HTMLDivElement> {
  const pageRef = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const fit = () => {
      const page = pageRef.current
      const frame = page?.parentElement
      if (!page || !frame) return
      for (let scale = 1; scale >= smallestScale; scale -= 0.05) {
        page.style.setProperty('--board-scale', String(scale))
        if (frame.scrollHeight <= frame.clientHeight) break
      }
    }
    fit()
    window.addEventListener('resize', fit)
    return () => window.removeEventListener('resize', fit)
  }, [shown])
  return pageRef
}

function Controls(props: {
  turning: Turning
  count: number
  text: CatalogueText
  onLeave: () => void
}) {
  const { turning, count, text } = props
  return (
    <footer class="board-controls">
      <button type="button" onClick={() => turning.turn(-1)}>
        {text.previous}
      </button>
      <button type="button" aria-pressed={turning.paused} onClick={turning.toggle}>
        {turning.paused ? text.play : text.pause}
      </button>
      <button type="button" onClick={() => turning.turn(1)}>
        {text.next}
      </button>
      <p>{text.page(turning.page + 1, count)}</p>
      <button type="button" class="button-plain" onClick={props.onLeave}>
        {text.leaveBoard}
      </button>
    </footer>
  )
}

/** The information board (电子信息屏): large type, one page after the other, and a way to stop it. */
export function Board(props: { preferences: Preferences; onLeave: () => void }) {
  const { language } = props.preferences
  const text = catalogueText[language]
  const { catalogue, loading, problem, retry } = useCatalogue(tabs, language)
  const pages = loading ? [] : boardPages(catalogue, language)
  const turning = useTurning(pages.length)
  const shown = pages[turning.page]
  const pageRef = useFit(shown?.heading)
  return (
    <div class="board">
      <header class="board-head">
        <p class="board-brand">{commonText[language].service}</p>
        <p>{shown?.title ?? text.title}</p>
      </header>
      <main class="board-main">
        {problem === null ? null : <Failure {...{ problem, language }} onRetry={retry} />}
        {shown === undefined ? (
          <Loading language={language} />
        ) : (
          <div class="board-page" ref={pageRef}>
            <h1>{shown.heading}</h1>
            {shown.content}
          </div>
        )}
      </main>
      <Controls {...{ turning, text }} count={pages.length} onLeave={props.onLeave} />
    </div>
  )
}

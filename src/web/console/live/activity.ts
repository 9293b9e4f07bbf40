/** After so long without a key or a click nothing is fetched by itself: that would keep the session from ending. */
const AWAY_MS = 10 * 60_000

let last = Date.now()
let waiting: (() => void) | undefined

function note(): void {
  last = Date.now()
  const run = waiting
  waiting = undefined
  run?.()
}

for (const kind of ['pointerdown', 'keydown', 'focus']) addEventListener(kind, note, true)

/** Runs at once while somebody is here, else when they come back; of several only the last. */
export function whenHere(run: () => void): void {
  if (Date.now() - last < AWAY_MS) run()
  else waiting = run
}

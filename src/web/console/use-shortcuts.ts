import { useLayoutEffect, useRef } from 'react'

/** Where keys are letters. */
const EDITABLE = [
  'textarea',
  'select',
  'input:not([type="checkbox"], [type="radio"])',
  '[contenteditable="true"]',
  '[role="listbox"]',
].join()
/** A list of choices that is shut and has nothing to search in takes no letters. */
const SHUT = '.ant-select:not(.ant-select-show-search):not(.ant-select-open)'
/** Keys that a button or link needs for itself. */
const OF_CONTROLS = new Set(['Enter', ' '])
const CONTROLS = 'a, button, summary, input, [role="button"], [role="combobox"]'

export type Shortcuts = Record<string, () => void>

/** Single keys, there as soon as the page is seen, but not while somebody types, nor while a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useLayoutEffect(() => {
    latest.current = shortcuts
  })
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const run = latest.current[event.key]
      if (!run || event.defaultPrevented || isTaken(event)) return
      event.preventDefault()
      event.stopPropagation()
      run()
    }
    // Before a shut list of choices takes the key as a reason to open.
    addEventListener('keydown', listen, true)
    return () => removeEventListener('keydown', listen, true)
  }, [])
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  if (isDialogOpen()) return true
  const { target } = event
  if (!(target instanceof Element)) return false
  if (target.closest(EDITABLE) && !target.closest(SHUT)) return true
  return OF_CONTROLS.has(event.key) && target.closest(CONTROLS) !== null
}

const isDialogOpen = () =>
  [...document.querySelectorAll('[role="dialog"]')].some(
    (dialog) => dialog.getClientRects().length > 0,
  )

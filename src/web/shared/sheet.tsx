import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'

const focusable =
  'button:not([disabled]), a[href], input, select, textarea, summary, [tabindex="0"]'

function keepFocusInside(event: KeyboardEvent, sheet: HTMLElement): void {
  const inside = sheet.querySelectorAll<HTMLElement>(focusable)
  const first = inside[0]
  const last = inside[inside.length - 1]
  const focused = document.activeElement
  if (event.shiftKey && (focused === first || focused === sheet)) {
    event.preventDefault()
    last?.focus()
  } else if (!event.shiftKey && focused === last) {
    event.preventDefault()
    first?.focus()
  }
}

/** A dialog: bottom sheet on phones, window on larger screens. Focus stays inside and returns to where it was. */
export function Sheet(props: {
  title: string
  closeLabel: string
  onClose: () => void
  children: ComponentChildren
}) {
  const { onClose } = props
  const sheet = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const element = sheet.current
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation()
        onClose()
      } else if (event.key === 'Tab' && element !== null) {
        keepFocusInside(event, element)
      }
    }
    element?.addEventListener('keydown', onKeyDown)
    return () => element?.removeEventListener('keydown', onKeyDown)
  }, [onClose])

  useLayoutEffect(() => {
    // Before anything is painted: a quick Tab must not leave for the page behind.
    const opener = document.activeElement
    sheet.current?.focus()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])

  return (
    <div class="sheet-layer no-print">
      <div class="sheet-shade" aria-hidden="true" onClick={onClose} />
      <div
        class="sheet"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- Safari 12 to 15.3 know no <dialog>
        role="dialog"
        aria-modal="true"
        aria-labelledby="sheet-title"
        tabIndex={-1}
        ref={sheet}
      >
        <div class="sheet-head">
          <h2 id="sheet-title">{props.title}</h2>
          <button
            type="button"
            class="button-plain"
            aria-label={props.closeLabel}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </div>
        {props.children}
      </div>
    </div>
  )
}

type Control = { focus: () => void; nativeElement?: object | null }

const had = new WeakSet<object>()

/**
 * As a `ref`: the control gets the focus when it appears, because somebody has just asked for it. Only then: the
 * library gives some controls a new handle with every rendering.
 */
export function focusFirst(control: Control | null): void {
  if (control === null) return
  const element = control.nativeElement ?? control
  if (had.has(element)) return
  had.add(element)
  control.focus()
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'copy-source'
  document.body.appendChild(area)
  area.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
  }
}

/** `navigator.clipboard` is absent without HTTPS and refused in frames without permission. */
export async function copyText(text: string): Promise<boolean> {
  const focused = document.activeElement
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const copied = copyBySelection(text)
    if (focused instanceof HTMLElement) focused.focus()
    return copied
  }
}

import { useEffect, useState } from 'preact/hooks'
import type { QrPicture } from '../shared/qr-picture.ts'

/** To be scanned; loaded where it is shown. Where that fails the key beside it does as well. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [picture, setPicture] = useState<QrPicture | null>(null)
  useEffect(() => {
    let shown = true
    import('../shared/qr-picture.ts').then(
      ({ drawQr }) => shown && setPicture(drawQr(text)),
      () => {},
    )
    return () => {
      shown = false
    }
  }, [text])
  if (picture === null) return null
  const { size, path } = picture
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`}>
      <title>{label}</title>
      <path d={path} />
    </svg>
  )
}

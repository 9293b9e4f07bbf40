import { useQuery } from '@tanstack/react-query'
import { useText } from '../use-text.ts'

/** To be scanned; loaded where it is shown. Where that fails the key beside it does as well. */
export function QrCode({ text }: { text: string }) {
  const { signIn } = useText()
  const { data } = useQuery({
    queryKey: ['qr', text],
    queryFn: async () => (await import('../../shared/qr-picture.ts')).drawQr(text),
    staleTime: 'static',
    gcTime: 0,
  })
  if (!data) return null
  const { size, path } = data
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`}>
      <title>{signIn.qrCode}</title>
      <path d={path} />
    </svg>
  )
}

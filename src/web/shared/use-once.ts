import { useEffect, useRef } from 'preact/hooks'

/** Does something when the part of the page appears, and never again. */
export function useOnce(act: () => void): void {
  const actRef = useRef(act)
  useEffect(() => actRef.current(), [])
}

import { createContext, useContext } from 'react'
import type { Live } from './use-live.ts'

export const LiveContext = createContext<Live>({ connected: true, there: [] })

export const useLiveState = (): Live => useContext(LiveContext)

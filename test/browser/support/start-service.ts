import { startMockApi } from './mock-api.ts'
import type { Control } from './mock-api.ts'

export type Service = { url: string; stop: () => Promise<void>; control: Control }

/** The service that the browser tests talk to. */
export function startService(): Promise<Service> {
  return startMockApi()
}

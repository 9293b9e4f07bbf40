import type { Bell } from './consultation/bell.ts'
import type { Database } from './db/database.ts'
import type { Log } from './http/log.ts'
import type { KnowledgeCache } from './knowledge/runtime-knowledge.ts'
import type { Embedder } from './models/embedder.ts'

/** Everything that differs between Node, Workers and tests. */
export type Deps = {
  db: Database
  bell: Bell
  cache: KnowledgeCache
  /** Undefined where the runtime has none: search is by words then, and `/readyz` says so. */
  embedder: Embedder | undefined
  now: () => Date
  log: Log
  /** Work that outlives the request that caused it. */
  background: (work: Promise<void>) => void
  /** `frame-ancestors` of the page that stands in other sites' frames. */
  embedOrigins: string
  logRequests: boolean
  /** A built file of the front end, by its path; 404 where there is none. */
  assets: (request: Request) => Promise<Response>
}

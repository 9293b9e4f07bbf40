import type { PasswordHashing } from './accounts/password-hashing.ts'
import type { PasswordProfile } from './accounts/password-profile.ts'
import type { ShownSettings } from './shown-settings.ts'
import type { Bell } from './consultation/bell.ts'
import type { Database } from './db/database.ts'
import type { ParseUpload } from './documents/parsing/parsed-document.ts'
import type { AddressCounter } from './http/limit-counts.ts'
import type { Log } from './http/log.ts'
import type { Meters } from './http/meters.ts'
import type { RebuildState } from './knowledge/edits/rebuild-index.ts'
import type { KnowledgeFiles } from './knowledge/read-documents.ts'
import type { KnowledgeCache } from './knowledge/runtime-knowledge.ts'
import type { ChatModel } from './models/chat-model.ts'
import type { Embedder } from './models/embedder.ts'
import type { Reranker } from './models/rerank.ts'
import type { Senders } from './notices/senders.ts'
import type { Prompts } from './prompts/prompts.ts'
import type { FieldCipher } from './security/field-cipher.ts'
import type { Wechat } from './wechat/open-wechat.ts'

/** Everything that differs between Node, Workers and tests. */
export type Deps = {
  db: Database
  bell: Bell
  cache: KnowledgeCache
  /** Undefined where the runtime has none: search is by words then, and `/readyz` says so. */
  embedder: Embedder | undefined
  /** Undefined: answers are extractive. */
  chat: ChatModel | undefined
  reranker: Reranker | undefined
  /** From the end of the search to the end of the answer, however slow the model. */
  modelDeadlineMs: number
  prompts: Prompts
  /** 备案号 of the model, said in the label of what it writes. */
  filingNumber: string | undefined
  cipher: FieldCipher
  /** Undefined on Workers: accounts live on Node only. */
  passwords: PasswordHashing | undefined
  passwordProfile: PasswordProfile
  /** Undefined on Workers, which start no processes. */
  parseUpload: ParseUpload | undefined
  /** Network address of who sends a request; of IPv6 the first 64 bits, which are one household's. */
  addressOf: (environment: unknown, headers: Headers) => string
  /** Undefined where an address may send as much as it likes. */
  limits: AddressCounter | undefined
  /** Cookies for https only, whatever the address that the request seems to come in at. */
  secureCookies: boolean
  /** Where notices are sent from; undefined on Workers, which leave them to Node. */
  senders: Senders | undefined
  /** The service account, 微信客服 and buttons in WeCom; undefined without any. */
  wechat: Wechat | undefined
  /** In service the database's clock (`db/clock.ts`). */
  now: () => Date
  log: Log
  /** Work that outlives the request that caused it. */
  background: (work: Promise<void>) => void
  /** `frame-ancestors` of the page that stands in other sites' frames. */
  embedOrigins: string
  logRequests: boolean
  /** Whether other assistants may use the knowledge at /mcp. */
  mcp: boolean
  /** Undefined on Workers, and where no token lets a scraper in. */
  meters: Meters | undefined
  /** What administrators are shown of the settings. */
  settings: ShownSettings
  /** The packaged knowledge, above which edits lie; undefined on Workers, which have no files. */
  packaged: (() => Promise<KnowledgeFiles>) | undefined
  /** Whether this process is building an index of published edits. */
  rebuild: RebuildState
  /** A built file of the front end, by its path; 404 where there is none. */
  assets: (request: Request) => Promise<Response>
}

import type { Config } from './config.ts'
import type { Deps } from './deps.ts'

/** What administrators are shown of the settings: nothing that opens anything. */
export type ShownSettings = {
  deployment: Config['deployment']
  database: 'embedded' | 'server'
  chat: { model: string; host: string; jsonMode: boolean } | null
  embedding: { model: string; host: string | null; dimensions: number | null }
  rerank: { model: string; host: string } | null
  filingNumber: string | null
  model: { dailyTokens: number; concurrency: number; firstWordsMs: number; wholeMs: number }
  embedOrigins: string
  publicUrl: string | null
  trustedProxies: string[]
  auditRetentionDays: number
  dialogueRetentionMonths: number
  /** Which ways out there are for notices. */
  notices: { smtp: boolean; wecomApp: boolean; wecomRobot: boolean; webhook: boolean }
}

const hostOf = (address: string) => new URL(address).host

/** @returns names, numbers and hosts; of an address neither path nor user */
export function showSettings(config: Config): ShownSettings {
  const { chat, embedding, rerank, notices } = config
  return {
    deployment: config.deployment,
    database: config.databaseUrl === undefined ? 'embedded' : 'server',
    chat: chat ? { model: chat.model, host: hostOf(chat.baseUrl), jsonMode: chat.jsonMode } : null,
    embedding: {
      model: embedding?.model ?? 'bge-small-zh-v1.5',
      host: embedding ? hostOf(embedding.baseUrl) : null,
      dimensions: embedding?.dimensions ?? null,
    },
    rerank: rerank ? { model: rerank.model, host: hostOf(rerank.url) } : null,
    filingNumber: config.filingNumber ?? null,
    model: {
      dailyTokens: config.modelDailyTokens,
      concurrency: config.modelConcurrency,
      firstWordsMs: config.modelFirstWordsMs,
      wholeMs: config.modelWholeMs,
    },
    embedOrigins: config.embedOrigins,
    publicUrl: notices.publicUrl ?? null,
    trustedProxies: config.trustedProxies,
    auditRetentionDays: config.auditRetentionDays,
    dialogueRetentionMonths: config.dialogueRetentionMonths,
    notices: {
      smtp: notices.smtp !== undefined,
      wecomApp: notices.wecomApp !== undefined,
      wecomRobot: notices.wecomRobotUrl !== undefined,
      webhook: notices.webhook !== undefined,
    },
  }
}

/** What every runtime takes from the settings as it stands there. */
export const plainSettings = (
  config: Config,
): Pick<Deps, 'embedOrigins' | 'logRequests' | 'mcp' | 'settings'> => ({
  embedOrigins: config.embedOrigins,
  logRequests: config.logRequests,
  mcp: config.mcp,
  settings: showSettings(config),
})

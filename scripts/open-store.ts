import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../src/config.ts'
import { type Database, openDatabase } from '../src/db/database.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { AppError } from '../src/shared/errors.ts'

/** The database of DATABASE_URL or DATA_DIR, without migrations: for commands that look and change nothing. */
export async function openStore(
  config: Config,
): Promise<{ db: Database; close: () => Promise<void> }> {
  const onError = (error: Error) => console.error(error.message)
  if (config.databaseUrl) {
    return openDatabase({ address: { url: config.databaseUrl }, connections: 1, onError })
  }
  if (!existsSync(join(config.dataDir, 'postgres'))) {
    throw new AppError('invalid', `there is no database in ${config.dataDir}`)
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, onEvent: () => {} })
  const address = { socketDir: embedded.socketDir }
  const { db, close } = openDatabase({ address, connections: 1, onError })
  return { db, close: () => close().then(embedded.close) }
}

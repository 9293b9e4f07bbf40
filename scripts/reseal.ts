import { readConfig } from '../src/config.ts'
import { openService } from '../src/open-service.ts'
import { reseal } from '../src/operation/reseal.ts'
import { AppError } from '../src/shared/errors.ts'

/**
 * After a change of the master key: seals everything with MASTER_KEY that MASTER_KEY_PREVIOUS has sealed.
 * Stopped, it goes on where it was. Exit code 0: the previous key is no longer needed; 1: some fields could
 * not be opened with either key, and are named.
 */
async function main(): Promise<number> {
  const service = await openService(readConfig(process.env), {
    log: (level, event, fields) => {
      if (level !== 'info') console.error(`${level} ${event} ${JSON.stringify(fields ?? {})}`)
    },
  })
  try {
    const { db, cipher } = service.deps
    const { fields, unreadable, left } = await reseal({ db, cipher, progress: showProgress })
    for (const [name, rows] of Object.entries(fields)) console.log(`${name}: ${rows} sealed anew`)
    for (const name of unreadable) console.log(`not to be opened with either key: ${name}`)
    if (left === 0) console.log('MASTER_KEY_PREVIOUS is no longer needed')
    else
      console.log(`${left} fields are still sealed with another key: keep it, and run this again`)
    return left === 0 ? 0 : 1
  } finally {
    await service.close()
  }
}

function showProgress(name: string, done: number) {
  if (process.stderr.isTTY) process.stderr.write(`\r${name} ${done}`)
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof AppError ? error.message : error)
    process.exit(2)
  },
)

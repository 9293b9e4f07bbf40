import type { Deps } from '../deps.ts'
import { recordSecrecyIncident } from '../privacy/record-incident.ts'
import { AppError } from '../shared/errors.ts'
import { sha256 } from '../shared/ids.ts'
import { bearsStateSecretMark } from '../shared/state-secret.ts'
import { stripHidden } from '../shared/text.ts'

/**
 * What an asker wrote beside a question, without hidden characters. Text with a state-secret mark is stopped
 * before anything of it is stored (DESIGN §2.7).
 * @throws AppError `invalid`
 */
export async function screenText({ db, now, log }: Deps, written: string): Promise<string> {
  const text = stripHidden(written).trim()
  if (!bearsStateSecretMark(text)) return text
  const textHash = await sha256(text)
  await recordSecrecyIncident(db, { at: now(), channel: 'web', textHash })
  log('warn', 'state_secret_mark')
  throw new AppError('invalid', 'state_secret_text')
}

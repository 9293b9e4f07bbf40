import type { Deps } from '../deps.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { recordSecrecyIncident } from '../privacy/record-incident.ts'
import { AppError } from '../shared/errors.ts'
import { sha256 } from '../shared/ids.ts'
import { bearsStateSecretMark } from '../shared/state-secret.ts'
import { stripHidden } from '../shared/text.ts'

export type Screening = Pick<Deps, 'db' | 'now' | 'log'>

/**
 * Words that staff write down of an enterprise, without hidden characters and with personal data masked: who is to
 * be reached stands sealed in the contact, and nowhere else. Before any transaction, since what is stopped for a
 * mark of state secrecy is noted (DESIGN §2.7).
 * @throws AppError `invalid` a mark of state secrecy, or nothing left of a word that is needed
 */
export async function screenWords<Words extends Record<string, string | null>>(
  deps: Screening,
  words: Words,
): Promise<Words> {
  await stopSecrets(deps, Object.values(words))
  const screened = { ...words }
  for (const name in words) {
    const text = words[name]
    if (typeof text === 'string') Object.assign(screened, { [name]: screen(text) })
  }
  return screened
}

/** @throws AppError `invalid` one of them bears a mark of state secrecy */
export async function stopSecrets(
  { db, now, log }: Screening,
  words: readonly (string | null | undefined)[],
): Promise<void> {
  const written = stripHidden(words.map((each) => each ?? '').join('\n'))
  if (!bearsStateSecretMark(written)) return
  const textHash = await sha256(written)
  await recordSecrecyIncident(db, { at: now(), channel: 'counter', textHash })
  log('warn', 'state_secret_mark')
  throw new AppError('invalid', 'state_secret_text')
}

function screen(text: string): string {
  const clean = stripHidden(text).trim()
  if (clean === '') throw new AppError('invalid', 'text_empty')
  return maskPersonalData(clean)
}

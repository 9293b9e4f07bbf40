import type { Config } from '../config.ts'
import { AppError } from '../shared/errors.ts'
import { createFieldCipher, type FieldCipher, MASTER_KEY_BYTES } from './field-cipher.ts'

/**
 * A master key as the settings and key files hold it: 32 bytes in base64.
 * @throws AppError `invalid` that names where it stands, never the key
 */
export function parseMasterKey(text: string, place: string): Uint8Array {
  const bytes = decodeBase64(text.trim())
  if (bytes?.length === MASTER_KEY_BYTES) return bytes
  throw new AppError('invalid', `${place}: a master key is 32 random bytes in base64`)
}

/**
 * The cipher where there are no files (Workers).
 * @throws AppError `invalid` without MASTER_KEY
 */
export function cipherFromSettings(
  config: Pick<Config, 'masterKey' | 'previousMasterKey'>,
): FieldCipher {
  if (config.masterKey === undefined) {
    throw new AppError('invalid', 'MASTER_KEY is needed: 32 random bytes in base64')
  }
  return createFieldCipher(parseMasterKey(config.masterKey, 'MASTER_KEY'), previousKeys(config))
}

/** @throws AppError `invalid` when MASTER_KEY_PREVIOUS is none */
export function previousKeys({ previousMasterKey }: Pick<Config, 'previousMasterKey'>) {
  return previousMasterKey === undefined
    ? []
    : [parseMasterKey(previousMasterKey, 'MASTER_KEY_PREVIOUS')]
}

function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return undefined
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

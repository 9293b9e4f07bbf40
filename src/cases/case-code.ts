/** Without letters and digits that are taken for each other. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const LENGTH = 8

/** `ZW-7K3MPQ4T`: what the asker is told, short enough to read out; opens nothing by itself. */
export function newCaseCode(prefix: 'ZW' | 'TS'): string {
  const bytes = crypto.getRandomValues(new Uint32Array(LENGTH))
  const characters = Array.from(bytes, (value) => ALPHABET.charAt(value % ALPHABET.length))
  return `${prefix}-${characters.join('')}`
}

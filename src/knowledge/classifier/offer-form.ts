import { toPlainText } from '../../privacy/plain-text.ts'
import { languageOf } from '../../shared/text.ts'
import { simplifiedForms } from '../solicitation.ts'

const NOISE = /[^\p{L}\p{N}。!?;,:、\n“”"%$¥@+]/gu
const LONG_NUMBER = 5

/**
 * Words as they are compared with examples of offers: half width, lower case, simplified; in Chinese without
 * spaces and symbols, which may hide words; of a number only how long it is.
 */
export function offerForm(
  text: string,
  words: { traditional: string; simplified: string },
): string {
  const plain = toPlainText(text).text
  const bare =
    languageOf(plain) === 'en' ? plain.replaceAll(/\s+/gu, ' ') : plain.replace(NOISE, '')
  const forms = simplifiedForms(words)
  return Array.from(bare, (each) => forms.get(each) ?? each)
    .join('')
    .replaceAll(/\d+/gu, (digits) => '8'.repeat(Math.min(digits.length, LONG_NUMBER)))
    .trim()
}

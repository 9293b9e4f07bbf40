import { hasCreditCodeCheck, hasCreditCodeRegion } from '../privacy/check-characters.ts'

const FORM = /^[0-9a-z]{2}\d{6}[0-9a-z]{10}$/

/**
 * A unified social credit code in upper case and without gaps; undefined where its form, region or check character
 * is wrong (GB 32100).
 */
export function readCreditCode(written: string): string | undefined {
  const code = written.normalize('NFKC').replaceAll(/[\s-]/g, '').toLowerCase()
  const right = FORM.test(code) && hasCreditCodeRegion(code) && hasCreditCodeCheck(code)
  return right ? code.toUpperCase() : undefined
}

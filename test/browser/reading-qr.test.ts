import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newTotpSecret, totpAddress } from '../../src/accounts/totp.ts'
import { drawQr } from '../../src/web/shared/qr-picture.ts'
import { gridOf, readQr } from './support/read-qr.ts'

const readBack = (text: string) => {
  const { path, size } = drawQr(text)
  return readQr(gridOf(path, size))
}

test('the picture of an authenticator key says its address, whatever the name of the account', () => {
  const username = fc.stringMatching(/^[a-z0-9._-]{3,64}$/)
  fc.assert(
    fc.property(username, (name) => {
      const address = totpAddress(newTotpSecret(), name)
      expect(readBack(address)).toBe(address)
    }),
  )
})

test('what is drawn as a picture is read back, in any language and of any length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (words) => {
      const text = `otpauth://${words}`
      expect(readBack(text)).toBe(text)
    }),
  )
})

import { z } from 'zod'
import type { Account, Role } from '../../accounts/account.ts'

const LONGEST_PASSWORD = 128

export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,63}$/, 'username_wrong')
  .describe('3 to 64 letters, digits, dots, hyphens or underscores')

export const Password = z
  .string()
  .min(1, 'password_wrong')
  .max(LONGEST_PASSWORD, 'password_too_long')

const Code = z.string().regex(/^\d{6}$/, 'code_form_wrong')

export const SignInInput = z.strictObject({
  /** Whatever is typed is tried, so that its form says nothing of the names there are. */
  username: z.string().trim().toLowerCase().min(1, 'request_invalid').max(64, 'request_invalid'),
  password: Password,
})

export const NextFactor = z.object({ next: z.enum(['totp', 'enrol_totp']) })

export const CodeInput = z.strictObject({ code: Code })

export const PasswordInput = z.strictObject({ current: Password, next: Password })

export const TotpInput = z.strictObject({
  password: Password.optional().describe('needed to take the place of an app that is set up'),
})

export const TotpBody = z.object({
  secret: z.string().describe('base32, to be typed'),
  address: z.string().describe('otpauth:// address, for a QR code'),
})

export const roleNames = [
  'administrator',
  'staff',
  'expert',
  'auditor',
] as const satisfies readonly Role[]

export const AccountBody = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  role: z.enum(roleNames),
  organisationId: z.uuid().nullable(),
  expertId: z.uuid().nullable(),
  mustChangePassword: z.boolean(),
})

export const SessionBody = z.object({
  stage: z.enum(['password', 'full']),
  account: AccountBody,
})

/** What somebody is told of their own account. */
export function accountBody(account: Account): z.infer<typeof AccountBody> {
  const { id, username, name, role, organisationId, expertId, mustChangePassword } = account
  return { id, username, name, role, organisationId, expertId, mustChangePassword }
}

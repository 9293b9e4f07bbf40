import { z } from 'zod'
import type { Placement } from '../../accounts/placement.ts'
import { Password, roleNames, Username } from './sign-in-schemas.ts'

const MOST_ROWS = 200

/** Names of people and organisations: one line, without control characters. */
export const Name = z
  .string()
  .trim()
  .min(1, 'request_invalid')
  .max(100, 'request_invalid')
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'request_invalid')

const Email = z.email('request_invalid').max(254, 'request_invalid')

export const IdParam = z.object({ id: z.uuid('request_invalid') })

export const PageQuery = z.strictObject({
  after: z.string().max(100, 'request_invalid').optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

const person = { username: Username, name: Name, email: Email.optional() }
const organisationId = z.uuid('request_invalid')
const expertId = z.uuid('request_invalid')

/** A role with what binds it: staff to an organisation, an expert to the roster. */
const placements = [
  z.strictObject({
    role: z.literal(['administrator', 'auditor']),
    organisationId: organisationId.nullable(),
  }),
  z.strictObject({ role: z.literal('staff'), organisationId }),
  z.strictObject({ role: z.literal('expert'), expertId }),
] as const

export const InvitationInput = z.discriminatedUnion('role', placements)

export const AccountInput = z.discriminatedUnion('role', [
  placements[0].extend(person),
  placements[1].extend(person),
  placements[2].extend(person),
])

export function placementOf(input: z.infer<typeof InvitationInput>): Placement {
  if (input.role === 'expert') return { role: input.role, expertId: input.expertId }
  if (input.role === 'staff') return { role: input.role, organisationId: input.organisationId }
  return { role: input.role, organisationId: input.organisationId }
}

const onlyTrue = z.literal(true).optional()

export const AccountChangeInput = z
  .strictObject({
    name: Name.optional(),
    email: Email.nullable().optional(),
    role: z.enum(['administrator', 'staff', 'auditor']).optional(),
    organisationId: organisationId.nullable().optional(),
    disabled: z.boolean().optional(),
    resetPassword: onlyTrue.describe('answers with a new one-time password'),
    resetTotp: onlyTrue.describe('the next sign-in sets up another app'),
    unlock: onlyTrue.describe('wrong tries are forgotten'),
  })
  .refine((change) => Object.keys(change).length > 0, 'request_invalid')

export const CreatedAccount = z.object({
  id: z.uuid(),
  oneTimePassword: z.string().describe('told only here; 72 hours'),
})

export const ChangedAccount = z.object({ oneTimePassword: z.string().nullable() })

export const AccountList = z.object({
  accounts: z.array(
    z.object({
      id: z.uuid(),
      username: z.string(),
      name: z.string(),
      role: z.enum(roleNames),
      organisationId: z.uuid().nullable(),
      organisation: z.string().nullable(),
      expertId: z.uuid().nullable(),
      mustChangePassword: z.boolean(),
      hasTotp: z.boolean(),
      disabledAt: z.string().nullable(),
      lastSignInAt: z.string().nullable(),
      createdAt: z.string(),
    }),
  ),
})

export const InvitationBody = z.object({
  id: z.uuid(),
  code: z.string().describe('told only here'),
  expiresAt: z.string(),
})

export const AcceptInput = z.strictObject({
  code: z.string().regex(/^[\w-]{43}$/, 'request_invalid'),
  password: Password,
  ...person,
})

export const AcceptedAccount = z.object({ id: z.uuid() })

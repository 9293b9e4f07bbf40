import type { z } from 'zod'
import type { SessionBody } from '../../channels/staff/sign-in-schemas.ts'
import { isBoolean, isString, nullable, objectOf, oneOf } from '../shared/guards.ts'

type Whole = z.output<typeof SessionBody>

export type Account = Pick<
  Whole['account'],
  'id' | 'username' | 'name' | 'role' | 'expertId' | 'mustChangePassword'
>
export type Session = { stage: Whole['stage']; account: Account }

export const isSession = objectOf<Session>({
  stage: oneOf(['password', 'full'] as const),
  account: objectOf<Account>({
    id: isString,
    username: isString,
    name: isString,
    role: oneOf(['administrator', 'staff', 'expert', 'auditor'] as const),
    expertId: nullable(isString),
    mustChangePassword: isBoolean,
  }),
})

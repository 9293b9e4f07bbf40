import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import type { PasswordHashing } from './password-hashing.ts'

/** @throws AppError `not_found` where accounts don't live (Workers): nothing of them is there */
export function requirePasswords({ passwords }: Pick<Deps, 'passwords'>): PasswordHashing {
  if (!passwords) throw new AppError('not_found', 'route_unknown')
  return passwords
}

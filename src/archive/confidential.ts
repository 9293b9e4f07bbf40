import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { isOfCity } from '../organisations/consultation-scope.ts'

/** Confidential text is for administrators of the city only (DESIGN §2.7). */
export async function seesConfidential(db: Database, account: Account): Promise<boolean> {
  return account.role === 'administrator' && (await isOfCity(db, account))
}

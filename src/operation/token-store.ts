import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { modelTokens } from '../db/schema/index.ts'
import type { TokenStore } from '../models/guarded-chat.ts'

/** What outside models have taken per day, for all processes together. */
export function tokenStore(db: Database): TokenStore {
  return {
    spent: async (day) => {
      const [row] = await db
        .select({ tokens: modelTokens.tokens })
        .from(modelTokens)
        .where(eq(modelTokens.day, day))
      return row?.tokens ?? 0
    },
    add: async (day, tokens) => {
      await db
        .insert(modelTokens)
        .values({ day, tokens })
        .onConflictDoUpdate({
          target: modelTokens.day,
          set: { tokens: sql`${modelTokens.tokens} + ${tokens}` },
        })
    },
  }
}

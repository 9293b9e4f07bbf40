import { createContext, useContext } from 'react'
import type { InferResponseType } from 'hono/client'
import type { api } from './api.ts'

export type SessionState = InferResponseType<(typeof api)['me']['$get'], 200>
export type Account = SessionState['account']
export type Role = Account['role']

export const AccountContext = createContext<Account | undefined>(undefined)

/** Who has signed in; only below the sign-in. */
export function useAccount(): Account {
  const account = useContext(AccountContext)
  if (!account) throw new Error('nobody is signed in')
  return account
}

/** Auditors read; nothing of the rest is offered to them. */
export const useMayWork = (): boolean => useAccount().role !== 'auditor'

import type { Deps } from '../../deps.ts'
import { sha256 } from '../../shared/ids.ts'
import { isSameText } from '../protocol/signature.ts'

const PERIOD_MS = 10 * 60_000
const LENGTH = 8

type Shared = Pick<Deps, 'cipher' | 'now'>

/**
 * What an administrator sends to the account to see it work: with this code it answers in every way that it has,
 * and no consultation is recorded. Good for 10 to 20 minutes, for whoever knows it; it does nothing else.
 */
export async function readTestWords(deps: Shared): Promise<string> {
  return `测试 ${await codeOf(deps, periodOf(deps))}`
}

export async function isTestCode(deps: Shared, code: string): Promise<boolean> {
  const now = periodOf(deps)
  const codes = await Promise.all([codeOf(deps, now), codeOf(deps, now - 1)])
  return codes.some((each) => isSameText(each, code))
}

const periodOf = ({ now }: Shared) => Math.floor(now().getTime() / PERIOD_MS)

/** Hex, so that nobody takes one letter for another. */
async function codeOf({ cipher }: Shared, period: number): Promise<string> {
  const hash = await cipher.keyedHash(String(period), 'wechat.test')
  return (await sha256(hash)).slice(0, LENGTH)
}

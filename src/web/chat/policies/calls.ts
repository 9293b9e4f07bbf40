import type { z } from 'zod'
import type {
  OwnNoticeList,
  Subscription as SubscriptionSchema,
  SubscriptionBody,
  SubscriptionInput,
} from '../../../channels/web/policy-schemas.ts'
import { fields, statuses } from '../../../shared/message.ts'
import type { Result } from '../../shared/call-api.ts'
import {
  isBoolean,
  isString,
  isUnknown,
  listOf,
  nullable,
  objectOf,
  oneOf,
} from '../../shared/guards.ts'
import type { Language } from '../../shared/language.ts'
import { callAsAsker, hasToken, openSession } from '../session.ts'

export type Subscription = z.output<typeof SubscriptionSchema>
type OwnNotices = z.output<typeof OwnNoticeList>
export type OwnNotice = OwnNotices['notices'][number]
export type District = { name: string; nameEn: string }

const URL = '/api/policy-notices'

const isSubscription = objectOf<Subscription>({
  topics: listOf(oneOf(fields)),
  districts: listOf(isString),
  consentedAt: isString,
})

const isBody = objectOf<z.output<typeof SubscriptionBody>>({
  subscription: nullable(isSubscription),
})

const isNotices = objectOf<OwnNotices>({
  notices: listOf(
    objectOf<OwnNotice>({
      id: isString,
      title: isString,
      summary: isString,
      topics: listOf(isString),
      organisation: isString,
      document: isString,
      documentTitle: nullable(isString),
      status: nullable(oneOf(statuses)),
      withdrawn: isBoolean,
      reason: nullable(isString),
      at: isString,
    }),
  ),
})

export const isDistricts = objectOf<{ districts: District[] }>({
  districts: listOf(objectOf<District>({ name: isString, nameEn: isString })),
})

/** Without a token nobody has subscribed. */
export async function readSubscription(language: Language): Promise<Result<Subscription | null>> {
  if (!hasToken()) return { ok: true, value: null }
  const result = await callAsAsker({ path: `${URL}/subscription`, guard: isBody, language })
  return result.ok ? { ok: true, value: result.value.subscription } : result
}

/** The same for what has come. */
export async function listNotices(language: Language): Promise<Result<OwnNotice[]>> {
  if (!hasToken()) return { ok: true, value: [] }
  const result = await callAsAsker({ path: URL, guard: isNotices, language })
  return result.ok ? { ok: true, value: result.value.notices } : result
}

/** Also who has never asked anything may subscribe. */
export async function subscribe(
  body: z.input<typeof SubscriptionInput>,
  language: Language,
): Promise<Result<Subscription>> {
  const opened = await openSession(language)
  if (!opened.ok) return opened
  const path = `${URL}/subscription`
  return callAsAsker({ path, guard: isSubscription, language, method: 'POST', body })
}

export function unsubscribe(language: Language): Promise<Result<unknown>> {
  const path = `${URL}/subscription`
  return callAsAsker({ path, guard: isUnknown, language, method: 'DELETE' })
}

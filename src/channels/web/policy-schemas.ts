import { z } from 'zod'
import { fields, statuses } from '../../shared/message.ts'

const time = z.string()
const wrong = 'request_invalid'

export const Topics = z.array(z.enum(fields)).min(1, 'policy_topics').max(fields.length, wrong)
export const Districts = z.array(z.string().min(1, wrong).max(20, wrong)).max(20, wrong)

export const SubscriptionInput = z.strictObject({
  topics: Topics,
  /** None: every district. */
  districts: Districts,
  /** 同意 to being told of policies; nothing is sent without it. */
  consent: z.literal(true, { error: 'policy_consent' }),
})

export const Subscription = z.object({
  topics: z.array(z.enum(fields)),
  districts: z.array(z.string()),
  consentedAt: time,
})

export const SubscriptionBody = z.object({ subscription: Subscription.nullable() })

export const OwnNoticeList = z.object({
  notices: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      summary: z.string(),
      topics: z.array(z.string()),
      organisation: z.string(),
      document: z.string(),
      documentTitle: z.string().nullable(),
      status: z.enum(statuses).nullable(),
      withdrawn: z.boolean(),
      reason: z.string().nullable(),
      at: time,
    }),
  ),
})

import { eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { registrations, trainings, wechatUsers } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { tellDeadline } from '../shared/shanghai-day.ts'
import { type TrainingNews, trainingNews } from '../shared/training-states.ts'
import { newsOf } from '../training/own-registrations.ts'
import type { Training } from '../training/seats.ts'
import { queueDelivery } from './deliveries/queue.ts'
import { fill, texts } from './texts.ts'

/**
 * Tells askers who are known in WeChat what befell their registration, if it still holds; the others read it on
 * their page.
 */
async function tell(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const news = trainingNews.find((each) => each === payload['news'])
  if (!deps.wechat || news === undefined) return
  const now = deps.now()
  const rows = await tx
    .select({ registration: registrations, training: trainings, userId: wechatUsers.id })
    .from(registrations)
    .innerJoin(trainings, eq(trainings.id, registrations.trainingId))
    .innerJoin(wechatUsers, eq(wechatUsers.askerId, registrations.askerId))
    .where(eq(registrations.id, payload['registrationId'] ?? ''))
  for (const { registration, training, userId } of rows) {
    if (!newsOf(registration, training, now).includes(news)) continue
    await queueDelivery(tx, { userId, text: textOf(news, training), now })
  }
}

function textOf(news: TrainingNews, { title, startsAt, place, cancelReason }: Training): string {
  const { training } = texts
  return fill(training[news], {
    title,
    time: tellDeadline(startsAt),
    reason: cancelReason ?? '',
    where: place === null ? training.online : training.place.replace('{place}', () => place),
  })
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const trainingNewsJobs = { training_news: tell }

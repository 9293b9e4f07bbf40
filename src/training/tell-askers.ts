import type { Database } from '../db/database.ts'
import { queueJob } from '../jobs/queue-job.ts'
import type { TrainingNews } from '../shared/training-states.ts'

type Told = {
  registrationIds: string[]
  news: TrainingNews
  /** Tells one piece of news of a registration from another of its kind. */
  key: string
  now: Date
}

/**
 * Notes for each registration that its asker is to be told; whoever has a channel is told through it, the others
 * read it on their page (`ownRegistrations`). Ids only.
 */
export async function tellAskers(
  tx: Database,
  { registrationIds, news, key, now }: Told,
): Promise<void> {
  for (const registrationId of registrationIds) {
    await queueJob(tx, {
      kind: 'training_news',
      key: `training_news:${news}:${key}:${registrationId}`,
      payload: { registrationId, news },
      dueAt: now,
    })
  }
}

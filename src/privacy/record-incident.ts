import type { Database } from '../db/database.ts'
import { type Channel, secrecyIncidents } from '../db/schema/index.ts'
import { newId } from '../shared/ids.ts'

type Incident = { at: Date; channel: Channel; textHash: string }

/** All that is kept of a text with a state-secret mark: time, channel and hash (DESIGN §2.7). */
export async function recordSecrecyIncident(db: Database, incident: Incident): Promise<void> {
  await db.insert(secrecyIncidents).values({ id: newId(), ...incident })
}

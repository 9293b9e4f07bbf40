import { eq } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import { type Address, citeClauses } from '../cases/replies/cite-clauses.ts'
import type { Database } from '../db/database.ts'
import { organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { DAY_MS } from '../feedback/due-after.ts'
import { loadKnowledge, type RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import { ensureCityCentre } from '../organisations/ensure-city-centre.ts'
import { recordSecrecyIncident } from '../privacy/record-incident.ts'
import { AppError } from '../shared/errors.ts'
import { sha256 } from '../shared/ids.ts'
import type { Answer, EntryChannel, Field, Routing } from '../shared/message.ts'
import { bearsStateSecretMark } from '../shared/state-secret.ts'
import { stripHidden } from '../shared/text.ts'

/** What staff write of a talk by telephone or at the counter. */
export type EntryInput = {
  channel: EntryChannel
  question: string
  answer: string
  evidence: Address[]
  field: Field
  /** Undefined: that of the own organisation. */
  district: string | null | undefined
  minutes: number
  /** Undefined: just now. */
  tookPlaceAt: Date | undefined
  solved: boolean
  /** Neither question nor answer is stored then. */
  confidential: boolean
  /** For a follow-up; null takes it away, undefined leaves it. */
  contact: string | null | undefined
}

const OLDEST_MS = 30 * DAY_MS
/** Clocks of browsers go wrong by so much. */
const AHEAD_MS = 2 * 60_000

/** Without hidden characters. */
export function cleanEntry(input: EntryInput): EntryInput {
  const { question, answer, contact } = input
  const clean = (text: string) => stripHidden(text).trim()
  return {
    ...input,
    question: clean(question),
    answer: clean(answer),
    contact: contact === null || contact === undefined ? contact : clean(contact),
  }
}

/**
 * Text with a state-secret mark is stopped before anything of it is stored (DESIGN §2.7); time, channel and hash
 * remain.
 * @throws AppError `invalid`, also for what is empty, to come, or older than 30 days
 */
export async function checkEntry(
  { db, now, log }: Pick<Deps, 'db' | 'now' | 'log'>,
  { channel, question, answer, contact, tookPlaceAt }: EntryInput,
): Promise<void> {
  const written = [question, answer, contact ?? ''].join('\n')
  if (bearsStateSecretMark(written)) {
    const incident = { at: now(), channel, textHash: await sha256(written) }
    await recordSecrecyIncident(db, incident)
    log('warn', 'state_secret_mark')
    throw new AppError('invalid', 'state_secret_text')
  }
  if (question === '' || answer === '') throw new AppError('invalid', 'text_empty')
  const ago = now().getTime() - (tookPlaceAt ?? now()).getTime()
  if (ago < -AHEAD_MS) throw new AppError('invalid', 'entry_to_come')
  if (ago > OLDEST_MS) throw new AppError('invalid', 'entry_too_old')
}

export type Place = { id: string; district: string | null }

/** The organisation of an account; of one above all of them the city centre. */
export async function placeOf(
  tx: Database,
  { organisationId }: Account,
  now: Date,
): Promise<Place> {
  const id = organisationId ?? (await ensureCityCentre(tx, now)).id
  const [row] = await tx
    .select({ id: organisations.id, district: organisations.district })
    .from(organisations)
    .where(eq(organisations.id, id))
  return row ?? { id, district: null }
}

type Ids = { messageId: string; conversationId: string }

/** What is written to the tables of every channel. `question` and `answer` are null where they are not kept. */
export async function recordOf(
  deps: Pick<Deps, 'db' | 'cache' | 'now'>,
  input: EntryInput,
  { ids, place }: { ids: Ids; place: Place },
) {
  const knowledge = await loadKnowledge(deps)
  checkDistrict(knowledge, input.district)
  const now = deps.now()
  const askedAt =
    input.tookPlaceAt === undefined || input.tookPlaceAt > now ? now : input.tookPlaceAt
  const language = /\p{Script=Han}/u.test(input.answer) ? 'zh' : 'en'
  const cited = { addresses: input.evidence, language, now: askedAt } as const
  const citations = await citeClauses(deps.db, knowledge, cited)
  const routing: Routing = {
    level: 'staff',
    field: input.field,
    topics: [],
    district: input.district === undefined ? place.district : input.district,
    urgency: 'normal',
    reasons: [],
  }
  const consultation = {
    channel: input.channel,
    outcome: 'answer',
    reason: 'entered',
    coverage: citations.length > 0 ? 'complete' : 'none',
    routing,
    askedAt,
    answeredAt: new Date(askedAt.getTime() + input.minutes * 60_000),
  } as const
  const answer: Answer = {
    id: ids.messageId,
    conversationId: ids.conversationId,
    author: 'staff',
    writer: 'staff',
    outcome: consultation.outcome,
    reason: consultation.reason,
    coverage: consultation.coverage,
    language,
    text: input.answer,
    sentences: [{ n: 1, text: input.answer, citations }],
    citations,
    routing,
    suggestions: [],
    // Words of a person bear no label of generated content (DESIGN §2.11).
    label: '',
    stopped: false,
    at: askedAt.toISOString(),
  }
  const words = input.confidential
    ? { question: null, answer: null }
    : { question: input.question, answer }
  return { consultation, words }
}

function checkDistrict({ districts }: RuntimeKnowledge, district: string | null | undefined) {
  if (district === null || district === undefined) return
  if (!districts.some(({ name }) => name === district)) {
    throw new AppError('invalid', 'district_unknown')
  }
}

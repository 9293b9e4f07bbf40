import { and, asc, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { type ClosedAnswers, registrations, trainings } from '../db/schema/index.ts'
import type { Question, Questionnaires } from '../knowledge/questionnaires.ts'
import { inScope, type Viewer } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'

/** What was answered, by the id of the question: points, the id of an option, or words. */
export type Given = { version: number; answers: Record<string, number | string> }

export type ReadAnswers = {
  answers: ClosedAnswers
  remarks: Record<string, string>
  /** An option was chosen that asks for a call (`followUp` in `questionnaire.yml`). */
  wantsCall: boolean
}

const MOST_SCORE = 5
const LONGEST_REMARK = 500

/** The version that is asked now. */
export const askedNow = (all: Questionnaires) => all.at(-1) ?? null

/**
 * Checks what was answered against the version of the questionnaire that was shown; every question may be left out.
 * @throws AppError `invalid` no such version or question, or an answer that it does not have
 */
export function readAnswers(all: Questionnaires, { version, answers }: Given): ReadAnswers {
  const shown = all.find((each) => each.version === version)
  const read: ReadAnswers = { answers: { version, closed: {} }, remarks: {}, wantsCall: false }
  for (const [id, value] of Object.entries(answers)) {
    const question = shown?.questions.find((each) => each.id === id)
    if (!question || !fits(question, value)) throw new AppError('invalid', 'questionnaire_answer')
    if (question.kind !== 'text') read.answers.closed[id] = value
    else if (String(value).trim() !== '') read.remarks[id] = String(value)
    if (optionOf(question, value)?.followUp === true) read.wantsCall = true
  }
  if (!shown) throw new AppError('invalid', 'questionnaire_answer')
  return read
}

function fits(question: Question, value: number | string): boolean {
  switch (question.kind) {
    case 'scale':
      return typeof value === 'number' && value >= 1 && value <= MOST_SCORE
    case 'choice':
      return optionOf(question, value) !== undefined
    case 'text':
      return typeof value === 'string' && value.length <= LONGEST_REMARK
  }
}

const optionOf = (question: Question, value: number | string) =>
  question.kind === 'choice' ? question.options.find(({ id }) => id === value) : undefined

type Counted = { version: number; question: string; value: string; answered: number }

/**
 * What was answered to the closed questions after the sessions of a period, version by version; words stand with
 * the registrations. @param when on `trainings`
 */
export async function countAnswers(
  db: Database,
  viewer: Viewer,
  { when, questionnaires }: { when: SQL | undefined; questionnaires: Questionnaires },
) {
  const version = sql<number>`(${registrations.answers}->>'version')::int`
  const closed = sql`jsonb_each_text(${registrations.answers}->'closed') as given (question, value)`
  const rows: Counted[] = await db
    .select({
      version: version.as('version'),
      question: sql<string>`given.question`.as('question'),
      value: sql<string>`given.value`.as('value'),
      answered: sql<number>`count(*)::int`.as('answered'),
    })
    .from(registrations)
    .innerJoin(trainings, eq(trainings.id, registrations.trainingId))
    .innerJoin(sql`lateral ${closed}`, sql`true`)
    .where(
      and(
        inScope(db, viewer, trainings.organisationId),
        when,
        inArray(trainings.state, ['held', 'counted']),
        isNotNull(registrations.answers),
      ),
    )
    .groupBy(sql`1, 2, 3`)
    .orderBy(asc(sql`1`))
  const versions = new Set(rows.map((row) => row.version))
  return questionnaires
    .filter((each) => versions.has(each.version))
    .flatMap(({ version: number, questions }) =>
      questions.flatMap((question) => {
        const own = rows.filter((row) => row.version === number && row.question === question.id)
        return question.kind === 'text' ? [] : [{ version: number, ...summed(question, own) }]
      }),
    )
}

type Named = Question['text']
type Summed = {
  id: string
  text: Named
  answered: number
  /** Of a scale. */
  average: number | null
  /** Of a choice. */
  options: { id: string; text: Named; answered: number }[]
}

function summed(question: Exclude<Question, { kind: 'text' }>, rows: Counted[]): Summed {
  const answered = rows.reduce((sum, row) => sum + row.answered, 0)
  const points = rows.reduce((sum, row) => sum + Number(row.value) * row.answered, 0)
  const countOf = (id: string) => rows.find(({ value }) => value === id)?.answered ?? 0
  const { id, text } = question
  if (question.kind === 'scale') {
    const average = answered === 0 ? null : Math.round((100 * points) / answered) / 100
    return { id, text, answered, average, options: [] }
  }
  const options = question.options.map((option) => {
    return { id: option.id, text: option.text, answered: countOf(option.id) }
  })
  return { id, text, answered, average: null, options }
}

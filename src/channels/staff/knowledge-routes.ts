import { type Context, Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBodyTo } from '../../http/limit-body.ts'
import { requireAccount } from '../../http/require-account.ts'
import { preferredLanguage, textOf } from '../../http/texts.ts'
import { validate } from '../../http/validate.ts'
import { discardDraft, saveDraft } from '../../knowledge/edits/draft-edits.ts'
import { listDrafts, listEditRecords, listVersions } from '../../knowledge/edits/list-edits.ts'
import { type Published, publishEdit, withdrawEdit } from '../../knowledge/edits/publish-edits.ts'
import { rebuildIndex } from '../../knowledge/edits/rebuild-index.ts'
import { tellProblem } from '../../knowledge/edits/tell-problem.ts'
import { latestRevision } from '../../knowledge/index-knowledge.ts'
import { listIndexes } from '../../knowledge/index-status.ts'
import type { Problem } from '../../knowledge/read-documents.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { listServiceTable } from '../../knowledge/service-list-table.ts'
import { AppError } from '../../shared/errors.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'
import { requireCity } from './guards.ts'
import {
  BuildBody,
  DraftInput,
  EditList,
  KindQuery,
  presentEdit,
  PublishedBody,
  RecordList,
  RecordQuery,
  SavedBody,
  TableQuery,
  VersionInput,
  WithdrawInput,
} from './knowledge-schemas.ts'
import { presentIndex } from './present-index.ts'
import { languageOf, sendTable } from './send-table.ts'

/** All that people say of one intent is one record. */
const LARGEST_RECORD = 256 * 1024

const limitRecord = limitBodyTo({
  maxSize: LARGEST_RECORD,
  onError: () => {
    throw new AppError('too_large', 'body_too_large')
  },
})

/** What is wrong with a record, one line for each field. */
function describeProblems<Env extends AppEnv>(c: Context<Env>, problems: Problem[]) {
  const language = preferredLanguage(c.req.header('accept-language'))
  const issues = problems.map((each) => tellProblem(each, language))
  const detail =
    textOf('knowledge_form_wrong', language) + issues.join(language === 'zh' ? '；' : '; ')
  return { type: 'about:blank', title: 'invalid', status: 400, detail, code: 'invalid', issues }
}

const asProblem = { 'content-type': 'application/problem+json; charset=utf-8' }

/** What came of a publication: the index follows in the background. */
function answerRevision<Env extends AppEnv>(c: Context<Env>, outcome: Published) {
  if ('problems' in outcome) return c.json(describeProblems(c, outcome.problems), 400, asProblem)
  const deps = c.get('deps')
  deps.background(rebuildIndex(deps))
  return c.json({ revision: outcome.revision }, 200)
}

async function readBuild({ db, rebuild }: Deps) {
  const indexes = (await listIndexes(db)).map(presentIndex)
  const underway = indexes.some(({ state, failedAt }) => state === 'building' && failedAt === null)
  return { revision: await latestRevision(db), building: rebuild.running || underway, indexes }
}

/** Mounted before the limit on what other requests may bring. */
export const knowledgeRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The records of one kind that colleagues edit, with drafts and what is published',
      body: RecordList,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', KindQuery),
    async (c) => {
      const records = await listEditRecords(c.get('deps'), c.req.valid('query').kind)
      return c.json({
        records: records.map((record) => ({
          ...record,
          published: record.published && presentEdit(record.published),
          draft: record.draft && presentEdit(record.draft),
        })),
      })
    },
  )
  .get(
    '/services/export',
    describe({
      summary: 'The service list with its seven fields, and what is missing in it, as a file',
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', TableQuery),
    async (c) => {
      const deps = c.get('deps')
      const context = { day: shanghaiDay(deps.now()), language: languageOf(c) }
      const table = listServiceTable(await loadKnowledge(deps), context)
      return sendTable(c, { table, name: 'services', format: c.req.valid('query').format })
    },
  )
  .get(
    '/drafts',
    describe({ summary: 'Drafts that wait to be published', body: EditList, staff: true }),
    requireAccount('administrator', 'staff', 'auditor'),
    async (c) => c.json({ edits: (await listDrafts(c.get('deps').db)).map(presentEdit) }),
  )
  .get(
    '/versions',
    describe({
      summary: 'Every version of one record, the newest first',
      body: EditList,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', RecordQuery),
    async (c) => {
      const versions = await listVersions(c.get('deps').db, c.req.valid('query'))
      return c.json({ edits: versions.map(presentEdit) })
    },
  )
  .get(
    '/build',
    describe({
      summary: 'How far the index of the published records is',
      body: BuildBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    async (c) => c.json(await readBuild(c.get('deps'))),
  )
  .post(
    '/drafts',
    describe({
      summary: 'Saves the draft of a record once it is right',
      body: SavedBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff'),
    limitRecord,
    validate('json', DraftInput),
    async (c) => {
      const input = c.req.valid('json')
      const draft = { ...input, content: input.content ?? null }
      const saved = await saveDraft(c.get('deps'), c.get('account'), draft)
      return 'problems' in saved
        ? c.json(describeProblems(c, saved.problems), 400, asProblem)
        : c.json({ version: saved.draft.version }, 200)
    },
  )
  .post(
    '/drafts/discard',
    describe({ summary: 'Throws a draft away', status: 204, staff: true }),
    requireAccount('administrator', 'staff'),
    limitRecord,
    validate('json', VersionInput),
    async (c) => {
      await discardDraft(c.get('deps'), c.get('account'), c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .post(
    '/publish',
    describe({
      summary: 'Publishes a draft and builds the index in the background',
      body: PublishedBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    limitRecord,
    validate('json', VersionInput),
    async (c) => {
      return answerRevision(
        c,
        await publishEdit(c.get('deps'), c.get('account'), c.req.valid('json')),
      )
    },
  )
  .post(
    '/withdraw',
    describe({
      summary: 'Goes back to an earlier version of a record, or to what comes with the software',
      body: PublishedBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    limitRecord,
    validate('json', WithdrawInput),
    async (c) => {
      return answerRevision(
        c,
        await withdrawEdit(c.get('deps'), c.get('account'), c.req.valid('json')),
      )
    },
  )
  .post(
    '/build',
    describe({
      summary: 'Builds the index again after a build that failed',
      status: 202,
      body: BuildBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => {
      const deps = c.get('deps')
      deps.background(rebuildIndex(deps))
      return c.json(await readBuild(deps), 202)
    },
  )

import { Hono } from 'hono'
import { createFactory } from 'hono/factory'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import {
  discardVersion,
  editVersion,
  type Seen,
  submitVersion,
  takeBackVersion,
} from '../../documents/change-version.ts'
import { listPackaged, listVersions } from '../../documents/list-versions.ts'
import { MOST_UPLOAD_BYTES } from '../../documents/parsing/parsed-document.ts'
import { previewVersion } from '../../documents/preview-version.ts'
import { publishVersion, rollBackVersion } from '../../documents/publish-version.ts'
import { uploadVersion } from '../../documents/upload-version.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBodyTo } from '../../http/limit-body.ts'
import { requireAccount, type StaffEnv } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { rebuildIndex } from '../../knowledge/edits/rebuild-index.ts'
import { AppError } from '../../shared/errors.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  DocumentList,
  EditedBody,
  EditInput,
  presentPreview,
  presentVersion,
  PreviewBody,
  RevisionBody,
  SeenInput,
  UploadedBody,
  UploadForm,
} from './documents-schemas.ts'
import { hideBelowCity, requireCity } from './guards.ts'

/** Names and boundaries of a multipart form. */
const AROUND_FILE = 64 * 1024

const limitUpload = limitBodyTo({
  maxSize: MOST_UPLOAD_BYTES + AROUND_FILE,
  onError: () => {
    throw new AppError('too_large', 'upload_too_large')
  },
})

const writers = ['administrator', 'staff'] as const
const administrators = ['administrator'] as const
const ofCity = hideBelowCity('document_version_unknown')

type Deciders = typeof writers | typeof administrators
type Run<Result> = (deps: Deps, by: StaffEnv['Variables']['account'], seen: Seen) => Promise<Result>

/** A step with a version as it was seen; of what `run` gives the answer is `tell`. */
function step<Result, Body extends { edit: number } | { revision: number }>(
  { summary, body, roles = writers }: { summary: string; body: z.ZodType<Body>; roles?: Deciders },
  run: Run<Result>,
  tell: (result: Result) => Body,
) {
  return createFactory<AppEnv>().createHandlers(
    describe({ summary, body, staff: true }),
    requireAccount(...roles),
    ofCity,
    validate('param', IdParam),
    validate('json', SeenInput),
    async (c) => {
      const seen = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(tell(await run(c.get('deps'), c.get('account'), seen)))
    },
  )
}

/** Of a draft or what was submitted. */
const editing = (summary: string, run: Run<{ edit: number }>) =>
  step({ summary, body: EditedBody }, run, ({ edit }) => ({ edit }))

/** Of what is in use: the index follows in the background and is switched when it is whole. */
const publishing = (summary: string, roles: Deciders, run: Run<{ revision: number }>) =>
  step(
    { summary, body: RevisionBody, roles },
    async (deps, by, seen) => {
      const { revision } = await run(deps, by, seen)
      deps.background(rebuildIndex(deps))
      return revision
    },
    (revision) => ({ revision }),
  )

/** Mounted before the limit on what other requests may bring: a file is larger. */
export const documentUploadRoutes = new Hono<AppEnv>().post(
  '/',
  describe({
    summary: 'Uploads a file (DOCX, PDF, Markdown, HTML, text) as the draft of a version',
    status: 201,
    body: UploadedBody,
    staff: true,
  }),
  requireAccount(...writers),
  requireCity,
  limitUpload,
  validate('form', UploadForm),
  async (c) => {
    const { file, document } = c.req.valid('form')
    const bytes = new Uint8Array(await file.arrayBuffer())
    const upload = { bytes, fileName: file.name, document }
    const { id, number } = await uploadVersion(c.get('deps'), c.get('account'), upload)
    return c.json({ id, number }, 201)
  },
)

export const documentVersionRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'The documents with their versions', body: DocumentList, staff: true }),
    requireAccount('administrator', 'staff', 'auditor'),
    requireCity,
    async (c) => {
      const deps = c.get('deps')
      const versions = await listVersions(deps.db)
      return c.json({
        versions: versions.map((version) => presentVersion(version, c.get('account').id)),
        packaged: await listPackaged(deps),
      })
    },
  )
  .get(
    '/versions/:id',
    describe({
      summary: 'One version: passages, findings, and the difference by article to the one before',
      body: PreviewBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    ofCity,
    validate('param', IdParam),
    async (c) => {
      const preview = await previewVersion(c.get('deps').db, c.req.valid('param').id)
      return c.json(presentPreview(preview, c.get('account').id))
    },
  )
  .post(
    '/versions/:id',
    describe({
      summary: 'Writes title, status and days of a draft',
      body: EditedBody,
      staff: true,
    }),
    requireAccount(...writers),
    ofCity,
    validate('param', IdParam),
    validate('json', EditInput),
    async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json') }
      const { edit } = await editVersion(c.get('deps'), c.get('account'), input)
      return c.json({ edit })
    },
  )
  .post(
    '/versions/:id/submit',
    ...editing('Gives a draft to a second person to publish', submitVersion),
  )
  .post(
    '/versions/:id/take-back',
    ...editing('Makes a draft of a submitted version again', takeBackVersion),
  )
  .post(
    '/versions/:id/discard',
    describe({ summary: 'Throws away a version that was not published', status: 204, staff: true }),
    requireAccount(...writers),
    ofCity,
    validate('param', IdParam),
    validate('json', SeenInput),
    async (c) => {
      const seen = { ...c.req.valid('param'), ...c.req.valid('json') }
      await discardVersion(c.get('deps'), c.get('account'), seen)
      return c.body(null, 204)
    },
  )
  .post(
    '/versions/:id/publish',
    ...publishing(
      'Publishes a submitted version, by a second person, and builds the index',
      writers,
      publishVersion,
    ),
  )
  .post(
    '/versions/:id/roll-back',
    ...publishing(
      'Takes the version in use back and the one before it up again',
      administrators,
      rollBackVersion,
    ),
  )

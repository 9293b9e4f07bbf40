import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import {
  discardVersion,
  editVersion,
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

const limitUpload = bodyLimit({
  maxSize: MOST_UPLOAD_BYTES + AROUND_FILE,
  onError: () => {
    throw new AppError('too_large', 'upload_too_large')
  },
})

/** The index follows in the background and is switched when it is whole. */
function answerRevision<Env extends AppEnv & StaffEnv>(c: Context<Env>, revision: number) {
  const deps = c.get('deps')
  deps.background(rebuildIndex(deps))
  return c.json({ revision }, 200)
}

const writers = ['administrator', 'staff'] as const
const ofCity = hideBelowCity('document_version_unknown')

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
    describe({
      summary: 'Gives a draft to a second person to publish',
      body: EditedBody,
      staff: true,
    }),
    requireAccount(...writers),
    ofCity,
    validate('param', IdParam),
    validate('json', SeenInput),
    async (c) => {
      const seen = { ...c.req.valid('param'), ...c.req.valid('json') }
      const { edit } = await submitVersion(c.get('deps'), c.get('account'), seen)
      return c.json({ edit })
    },
  )
  .post(
    '/versions/:id/take-back',
    describe({
      summary: 'Makes a draft of a submitted version again',
      body: EditedBody,
      staff: true,
    }),
    requireAccount(...writers),
    ofCity,
    validate('param', IdParam),
    validate('json', SeenInput),
    async (c) => {
      const seen = { ...c.req.valid('param'), ...c.req.valid('json') }
      const { edit } = await takeBackVersion(c.get('deps'), c.get('account'), seen)
      return c.json({ edit })
    },
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
    describe({
      summary: 'Publishes a submitted version, by a second person, and builds the index',
      body: RevisionBody,
      staff: true,
    }),
    requireAccount(...writers),
    ofCity,
    validate('param', IdParam),
    validate('json', SeenInput),
    async (c) => {
      const seen = { ...c.req.valid('param'), ...c.req.valid('json') }
      const { revision } = await publishVersion(c.get('deps'), c.get('account'), seen)
      return answerRevision(c, revision)
    },
  )
  .post(
    '/versions/:id/roll-back',
    describe({
      summary: 'Takes the version in use back and the one before it up again',
      body: RevisionBody,
      staff: true,
    }),
    requireAccount('administrator'),
    ofCity,
    validate('param', IdParam),
    validate('json', SeenInput),
    async (c) => {
      const seen = { ...c.req.valid('param'), ...c.req.valid('json') }
      const { revision } = await rollBackVersion(c.get('deps'), c.get('account'), seen)
      return answerRevision(c, revision)
    },
  )

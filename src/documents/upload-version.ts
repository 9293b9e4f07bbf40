import type { ActingAccount } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { packagedFiles } from '../knowledge/edits/list-edits.ts'
import { lockPublications } from '../knowledge/edits/publish-edits.ts'
import { DocumentHeader } from '../knowledge/schemas.ts'
import { splitPassages } from '../knowledge/split-passages.ts'
import { recordSecrecyIncident } from '../privacy/record-incident.ts'
import { AppError } from '../shared/errors.ts'
import { sha256 } from '../shared/ids.ts'
import { auditVersion } from './audit-version.ts'
import { buildBody } from './build-body.ts'
import { guessFields } from './guess-fields.ts'
import { keepPackaged, readPackaged } from './keep-packaged.ts'
import type { ParsedDocument } from './parsing/parsed-document.ts'
import { requireParser } from './parsing/require-parser.ts'
import { insertVersion, listUsed, type StoredVersion } from './store-version.ts'
import type { UploadRecord } from './upload-record.ts'
import { withFields } from './version-fields.ts'

/** A text of more characters, or of more passages, is no document that people are answered from. */
const LONGEST_BODY = 600_000
const MOST_PASSAGES = 6_000
const LONGEST_NAME = 200

export type Upload = {
  bytes: Uint8Array<ArrayBuffer>
  fileName: string
  /** The document that it is a version of, or the name of a new one. */
  document: string
}

/**
 * Parses an uploaded file and keeps its text as the draft of a version, with days and status as the text seems
 * to say. Of a file with a state-secret mark nothing is kept but time, channel and hash (DESIGN §2.7).
 * @throws AppError with a refusal of the parser, `too_large`
 */
export async function uploadVersion(
  deps: Deps,
  by: ActingAccount,
  upload: Upload,
): Promise<StoredVersion> {
  const parse = requireParser(deps)
  const digest = await sha256(upload.bytes)
  const parsed = await parse(upload.bytes, upload.fileName).catch(async (error: unknown) => {
    if (error instanceof AppError && error.message === 'upload_state_secret') {
      await recordSecrecyIncident(deps.db, { at: deps.now(), channel: 'web', textHash: digest })
      deps.log('warn', 'state_secret_mark')
    }
    throw error
  })
  const body = buildBody(parsed.blocks)
  const packaged = readPackaged(await packagedFiles(deps)).find(({ id }) => id === upload.document)
  return deps.db.transaction(async (tx) => {
    await lockPublications(tx)
    await keepPackaged(tx, packaged, deps.now())
    const former = await findFormer(tx, upload.document)
    const header = draftHeader({ upload, parsed, body, digest }, former)
    const version = await insertVersion(tx, {
      document: upload.document,
      origin: 'upload',
      state: 'draft',
      header,
      body,
      upload: recordOf(upload, parsed, digest),
      edit: 1,
      uploadedBy: by.id,
      uploadedAt: deps.now(),
      editedBy: by.id,
      editedAt: deps.now(),
    })
    const details = { version: version.number }
    await auditVersion(tx, by, { action: 'upload_document', version, details })
    return version
  })
}

async function findFormer(tx: Database, document: string): Promise<DocumentHeader | undefined> {
  const [former] = await listUsed(tx, document)
  return former && DocumentHeader.parse(former.header)
}

type Drafting = { upload: Upload; parsed: ParsedDocument; body: string; digest: string }

/** Rules of units of the former version serve where they still find something. */
function draftHeader(
  { upload, parsed, body, digest }: Drafting,
  former: DocumentHeader | undefined,
): DocumentHeader {
  if (body.length > LONGEST_BODY) throw new AppError('too_large', 'document_too_long')
  const title = titleOf(parsed)
  const rules = { id: upload.document, title, body, unindexed: former?.unindexed ?? [] }
  const units = (former?.units ?? []).filter((rule) => finds({ ...rules, units: [rule] }))
  const passages = splitPassages({ ...rules, units })
  if (passages.length === 0) throw new AppError('invalid', 'upload_no_text')
  if (passages.length > MOST_PASSAGES) throw new AppError('too_large', 'document_too_long')
  const plain: DocumentHeader = {
    id: upload.document,
    title,
    short_title: title,
    title_en: title,
    issuer: null,
    document_number: null,
    issued_on: null,
    comment_from: null,
    comment_to: null,
    period_from: null,
    period_to: null,
    status_stated: 'unknown',
    in_force_stated: false,
    source: { file: nameOf(upload.fileName), sha256: digest },
    mends: [],
    units,
    unindexed: rules.unindexed,
  }
  return DocumentHeader.parse(withFields(plain, guessFields({ title, body }, former)))
}

function finds(document: Parameters<typeof splitPassages>[0]): boolean {
  const [rule] = document.units
  const wanted = rule?.rows ? `${rule.locator}.1` : rule?.locator
  return splitPassages(document).some(({ locator }) => locator === wanted)
}

/** The first heading says more than the properties of a file, which often are those of its template. */
function titleOf({ blocks, title }: ParsedDocument): string {
  const heading = blocks.find(
    ({ kind, hidden, level }) => kind === 'heading' && !hidden && level === 1,
  )
  return (heading?.text ?? title).replaceAll(/\s+/gu, ' ').trim().slice(0, LONGEST_NAME)
}

const nameOf = (fileName: string) => fileName.trim().slice(-LONGEST_NAME) || '—'

function recordOf(upload: Upload, parsed: ParsedDocument, digest: string): UploadRecord {
  return {
    fileName: nameOf(upload.fileName),
    format: parsed.format,
    bytes: upload.bytes.byteLength,
    sha256: digest,
    pages: parsed.metadata.pages ?? null,
    findings: parsed.findings,
  }
}

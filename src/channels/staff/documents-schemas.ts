import { z } from 'zod'
import type { ListedVersion } from '../../documents/list-versions.ts'
import type { previewVersion } from '../../documents/preview-version.ts'
import type { ListedRecall, readRecall } from '../../documents/recall/list-recalls.ts'
import { UploadRecord } from '../../documents/upload-record.ts'
import { fieldProblems, VersionFields } from '../../documents/version-fields.ts'
import { versionOrigins, versionStates } from '../../shared/document-versions.ts'

const edit = z.int().min(1, 'request_invalid').describe('of the version as it was seen')

/** Of a multipart form. */
export const UploadForm = z.object({
  file: z.instanceof(File, { error: 'document_file_missing' }),
  document: z
    .string('document_name_wrong')
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'document_name_wrong')
    .describe('the document that it is a version of, or the name of a new one'),
})

export const SeenInput = z.strictObject({ edit })
export const EditInput = z.strictObject({ edit, fields: VersionFields })

const Moment = z.string().nullable()
export const VersionBody = z.object({
  id: z.uuid(),
  document: z.string(),
  number: z.int(),
  origin: z.enum(versionOrigins),
  state: z.enum(versionStates),
  edit: z.int(),
  fields: VersionFields,
  upload: UploadRecord.nullable(),
  restores: z.uuid().nullable(),
  uploader: z.string().nullable(),
  uploadedAt: z.string(),
  editor: z.string().nullable(),
  editedAt: z.string(),
  submittedAt: Moment,
  publisher: z.string().nullable(),
  publishedAt: Moment,
  ender: z.string().nullable(),
  endedAt: Moment,
  /** Whoever asks has uploaded it or changed it last, and cannot publish it. */
  own: z.boolean(),
})

export const DocumentList = z.object({
  versions: z.array(VersionBody),
  packaged: z.array(z.object({ document: z.string(), fields: VersionFields })),
})

const UnitBody = z.object({ locator: z.string(), path: z.array(z.string()), text: z.string() })

export const PreviewBody = z.object({
  version: VersionBody,
  problems: z.array(z.enum(fieldProblems)).describe('why it cannot be submitted'),
  doubled: z.array(z.string()).describe('addresses that two places would have'),
  passages: z.array(
    z.object({
      locator: z.string(),
      unit: z.string(),
      kind: z.string(),
      path: z.array(z.string()),
      text: z.string(),
    }),
  ),
  against: z.int().nullable().describe('the version that it is compared with'),
  changes: z.array(
    z.object({
      kind: z.enum(['same', 'renumbered', 'changed', 'removed', 'added']),
      before: UnitBody.nullable(),
      after: UnitBody.nullable(),
    }),
  ),
})

export const UploadedBody = z.object({ id: z.uuid(), number: z.int() })
export const EditedBody = z.object({ edit: z.int() })
export const RevisionBody = z.object({ revision: z.int() })

export const DecisionInput = z.strictObject({
  items: z
    .array(z.uuid('request_invalid'))
    .min(1, 'request_invalid')
    .max(2_000, 'request_invalid')
    .optional()
    .describe('of the list; without, all that are open'),
})
export const ApproveInput = DecisionInput.extend({
  note: z.string().trim().min(1, 'text_empty').max(300, 'text_too_long').optional(),
})
export const DecidedBody = z.object({ answers: z.int() })

const RecallSummary = z.object({
  id: z.uuid(),
  document: z.string(),
  title: z.string(),
  from: z.int(),
  to: z.int(),
  state: z.enum(['waiting', 'ready', 'ended']),
  createdAt: z.string(),
  readyAt: Moment,
  items: z.int(),
  open: z.int(),
})
export const RecallList = z.object({ recalls: z.array(RecallSummary) })

export const RecallBody = RecallSummary.extend({
  changed: z.array(
    z.object({
      locator: z.string(),
      before: z.string(),
      after: z.string().nullable(),
      now: z.string().nullable(),
    }),
  ),
  list: z.array(
    z.object({
      id: z.uuid(),
      state: z.enum(['open', 'approved', 'dismissed', 'for_review']),
      units: z.array(z.string()),
      answeredAt: z.string(),
      consultation: z.int().nullable(),
      caseCode: z.string().nullable(),
      caseId: z.uuid().nullable(),
      curatedId: z.uuid().nullable(),
      curatedQuestion: z.string().nullable(),
      decidedBy: z.string().nullable(),
      decidedAt: Moment,
    }),
  ),
})

const moment = (at: Date | null) => at?.toISOString() ?? null

export function presentVersion(
  { uploadedBy, editedBy, publishedBy, endedBy, ...version }: ListedVersion,
  accountId: string,
): z.infer<typeof VersionBody> {
  return {
    ...version,
    uploadedAt: version.uploadedAt.toISOString(),
    editedAt: version.editedAt.toISOString(),
    submittedAt: moment(version.submittedAt),
    publishedAt: moment(version.publishedAt),
    endedAt: moment(version.endedAt),
    own: uploadedBy === accountId || editedBy === accountId,
  }
}

export const presentPreview = (
  { version, ...preview }: Awaited<ReturnType<typeof previewVersion>>,
  accountId: string,
): z.infer<typeof PreviewBody> => ({ ...preview, version: presentVersion(version, accountId) })

export const presentRecall = (recall: ListedRecall): z.infer<typeof RecallSummary> => ({
  ...recall,
  createdAt: recall.createdAt.toISOString(),
  readyAt: moment(recall.readyAt),
})

export const presentRecallList = ({
  changed,
  list,
  ...recall
}: Awaited<ReturnType<typeof readRecall>>): z.infer<typeof RecallBody> => ({
  ...presentRecall(recall),
  changed,
  list: list.map((item) => ({
    ...item,
    answeredAt: item.answeredAt.toISOString(),
    decidedAt: moment(item.decidedAt),
  })),
})

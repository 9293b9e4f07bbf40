import { z } from 'zod'
import type { ListedEdit } from '../../knowledge/edits/list-edits.ts'
import { editKinds, editStates } from '../../shared/edit-kinds.ts'
import { PresentedIndex } from './present-index.ts'
import { tableFormat } from './send-table.ts'

const kind = z.enum(editKinds)
const recordId = z.string().trim().min(1, 'request_invalid').max(100, 'request_invalid')
const version = z.int().min(1, 'request_invalid')

export const TableQuery = z.strictObject({ format: tableFormat })

export const KindQuery = z.strictObject({ kind })
export const RecordQuery = z.strictObject({ kind, recordId })

export const DraftInput = z.strictObject({
  kind,
  recordId,
  content: z.unknown().describe('the whole record, of the form of its file; null takes it out'),
  version: version.nullable().describe('of the draft that was seen; null: there was none'),
})

export const VersionInput = z.strictObject({ kind, recordId, version })

export const WithdrawInput = z.strictObject({
  kind,
  recordId,
  to: z
    .uuid('request_invalid')
    .nullable()
    .describe('the version to go back to; null: what comes with the software'),
})

const EditBody = z.object({
  id: z.uuid(),
  kind,
  recordId: z.string(),
  content: z.unknown(),
  state: z.enum(editStates),
  version: z.int(),
  revision: z.int().nullable(),
  author: z.string(),
  updatedAt: z.string(),
  publisher: z.string().nullable(),
  publishedAt: z.string().nullable(),
  ender: z.string().nullable(),
  endedAt: z.string().nullable(),
})

export const RecordList = z.object({
  records: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      packaged: z.unknown().describe('as it comes with the software'),
      content: z.unknown().describe('as it is published'),
      published: EditBody.nullable(),
      draft: EditBody.nullable(),
      packagedChanged: z.boolean().describe('an upgrade has changed it since it was edited'),
    }),
  ),
})

export const EditList = z.object({ edits: z.array(EditBody) })
export const SavedBody = z.object({ version: z.int() })
export const PublishedBody = z.object({ revision: z.int() })

export const BuildBody = z.object({
  revision: z.int().describe('the last publication; 0 before the first'),
  building: z.boolean(),
  indexes: z.array(PresentedIndex),
})

export const presentEdit = ({ packaged: _, ...edit }: ListedEdit): z.infer<typeof EditBody> => ({
  ...edit,
  updatedAt: edit.updatedAt.toISOString(),
  publishedAt: edit.publishedAt?.toISOString() ?? null,
  endedAt: edit.endedAt?.toISOString() ?? null,
})

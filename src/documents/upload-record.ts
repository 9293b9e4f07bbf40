import { z } from 'zod'
import { ParsedDocument, uploadFormats } from './parsing/parsed-document.ts'

/** What is kept of an uploaded file beside its text: its bytes are not. */
export const UploadRecord = z.object({
  fileName: z.string(),
  format: z.enum(uploadFormats),
  bytes: z.int(),
  sha256: z.string(),
  pages: z.int().nullable(),
  findings: ParsedDocument.shape.findings,
})
export type UploadRecord = z.infer<typeof UploadRecord>

import { z } from 'zod'

export const uploadFormats = ['docx', 'pdf', 'markdown', 'html', 'text'] as const
export type UploadFormat = (typeof uploadFormats)[number]

/** Why a reader of the file would not see a text that a program reads. */
export const hiddenReasons = ['hidden_text', 'white_text', 'tiny_text', 'list_of_contents'] as const
export type HiddenReason = (typeof hiddenReasons)[number]

export const findingKinds = [
  'hidden_text',
  'white_text',
  'tiny_text',
  'list_of_contents',
  'hidden_characters',
  'external_link',
  'embedded_object',
  'image',
  'script',
  'tracked_changes',
  'comment',
  'wrong_name',
] as const
export type FindingKind = (typeof findingKinds)[number]

export const places = [
  'page',
  'paragraph',
  'line',
  'margin',
  'note',
  'comment',
  'properties',
  'file',
] as const
export type Place = (typeof places)[number]

/** One paragraph, heading, list item or table row in the order of reading. */
const Block = z.strictObject({
  /** One line without outer white space, never empty; numbers that Word counts itself (第七条, （一）) stand before it. */
  text: z.string().min(1),
  kind: z.enum(['heading', 'paragraph', 'item', 'table-row']),
  /** 1 to 6 of a heading, depth from 1 of an item. */
  level: z.int().min(1).max(9).optional(),
  /** The cells of a table row; `text` has them joined. */
  cells: z.array(z.string()).optional(),
  /** Of a PDF. */
  page: z.int().min(1).optional(),
  /** Set: nobody may be answered from it before a person has said so. The reason is a finding too. */
  hidden: z.enum(hiddenReasons).optional(),
})
export type Block = z.infer<typeof Block>

/** What the person who approves the document must know. */
const Finding = z.strictObject({
  kind: z.enum(findingKinds),
  /** A place that a person finds. `paragraph` counts the blocks from 1, `line` the lines of a text. */
  where: z.strictObject({ place: z.enum(places), number: z.int().min(1).optional() }),
  /** At most 120 characters. */
  excerpt: z.string(),
})
export type Finding = z.infer<typeof Finding>

const Metadata = z.strictObject({
  /** As the file says it; empty where it doesn't. */
  author: z.string().optional(),
  created: z.string().optional(),
  modified: z.string().optional(),
  pages: z.int().optional(),
  /** Of text formats: how the bytes were read. */
  encoding: z.enum(['utf-8', 'utf-16', 'gb18030']).optional(),
  /** Lines of page headers and footers, which are no part of the blocks. */
  margins: z.array(z.string()),
})
export type Metadata = z.infer<typeof Metadata>

/** What an uploaded file says, without anything that runs. */
export const ParsedDocument = z.strictObject({
  /** Of the properties of the file, else its first heading, else the name of the file. Never empty. */
  title: z.string().min(1),
  format: z.enum(uploadFormats),
  blocks: z.array(Block).min(1),
  metadata: Metadata,
  findings: z.array(Finding),
})
export type ParsedDocument = z.infer<typeof ParsedDocument>

/** More is refused before anything is read. */
export const MOST_UPLOAD_BYTES = 20 * 1024 * 1024

/**
 * Why a file is refused: the message of the `AppError` (its words stand in `http/upload-texts.ts`).
 * After `upload_state_secret` nothing of the file may be kept but time, channel and hash (DESIGN §2, 7).
 */
export const uploadRefusals = [
  'upload_empty',
  'upload_too_large',
  'upload_not_supported',
  'upload_old_word',
  'upload_encrypted',
  'upload_active_content',
  'upload_ambiguous',
  'upload_damaged',
  'upload_encoding',
  'upload_too_much_inside',
  'upload_too_slow',
  'upload_no_text',
  'upload_state_secret',
] as const
export type UploadRefusal = (typeof uploadRefusals)[number]

/**
 * Reads an uploaded file in a process of its own, which ends with it. The first bytes decide the format,
 * not the name; of text, the name tells Markdown from plain text.
 * @throws AppError `too_large` or `invalid` with a refusal, `unavailable` `uploads_busy` when too many wait,
 * `unavailable` `upload_stopped` when the signal stopped it
 */
export type ParseUpload = (
  bytes: Uint8Array,
  fileName: string,
  options?: { signal?: AbortSignal },
) => Promise<ParsedDocument>

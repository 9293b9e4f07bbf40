import { LineCounter, isNode, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Status } from '../shared/message.ts'
import { DocumentHeader } from './schemas.ts'

/** File contents by path below `knowledge/`, such as `policies/measures-draft.md`. */
export type KnowledgeFiles = Record<string, string>

export type SourceDocument = DocumentHeader & { body: string }

/** What is wrong in a file, for the person who edits it. */
export type Problem = { file: string; line: number; field: string; message: string }

/** `report` places a problem found later at the line of its field. */
export type Read<T> = { value: T; report: (path: PropertyKey[], message: string) => Problem }

export type Parsed<T> = Read<T> | { problems: Problem[] }

export function readDocument(file: string, content: string): Parsed<SourceDocument> {
  const text = normalise(content)
  const [whole, head] = /^---\n([\s\S]*?\n)---(?:\n+|$)/.exec(text) ?? []
  if (whole === undefined || head === undefined) {
    const message = 'the file must begin with a header between two lines ---'
    return { problems: [{ file, line: 1, field: 'header', message }] }
  }
  const header = parseYaml(DocumentHeader, file, head, 1)
  if ('problems' in header) return header
  return { ...header, value: { ...header.value, body: text.slice(whole.length) } }
}

type Stated = Pick<DocumentHeader, 'status_stated' | 'period_to' | 'in_force_stated'> &
  Partial<Pick<DocumentHeader, 'period_from' | 'superseded_from' | 'curated'>>

/** The status as of a day such as `2026-01-31`: its first and its last day in force are days in force. */
export function statusOn(document: Stated, day: string): Status {
  const { period_from: from, period_to: to, superseded_from: superseded } = document
  if (document.status_stated === 'draft') return 'draft'
  if (from && day < from) return 'not_yet'
  if (to !== null && to < day) return 'ended'
  if (superseded !== undefined && superseded <= day) return 'ended'
  if (document.curated === 'ended') return 'ended'
  return document.in_force_stated ? 'in_force' : 'unverified'
}

/** `before` is how many lines of the file precede `content`. */
export function parseYaml<S extends z.ZodType>(
  schema: S,
  file: string,
  content: string,
  before = 0,
): Parsed<z.infer<S>> {
  const lines = new LineCounter()
  const yaml = parseDocument(normalise(content), { lineCounter: lines })
  const lineAt = (offset: number) => Math.max(lines.linePos(offset).line, 1) + before
  if (yaml.errors.length > 0) {
    const problems = yaml.errors.map(({ message, pos }) => {
      return { file, line: lineAt(pos[0]), field: 'yaml', message: message.split('\n')[0] ?? '' }
    })
    return { problems }
  }
  const report = (path: PropertyKey[], message: string) => {
    const field = path.map(String).join('.') || 'file'
    return { file, line: lineAt(findOffset(yaml, path)), field, message }
  }
  const result = schema.safeParse(yaml.toJS())
  if (result.success) return { value: result.data, report }
  const problems = result.error.issues.map(({ path, message }) => report(path, message))
  return { problems }
}

function normalise(content: string): string {
  return content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}

function findOffset(yaml: ReturnType<typeof parseDocument>, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = yaml.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

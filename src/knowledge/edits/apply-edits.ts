import type { Problem } from '../read-documents.ts'
import type { EditKind } from '../../shared/edit-kinds.ts'
import { type Editable, type Entered, kinds, listEntered } from './edit-kinds.ts'

/** One record as a colleague wrote it; null takes it out. */
export type Edit = { kind: EditKind; recordId: string; content: unknown }

type Applied = { knowledge: Editable; entered: Entered; problems: Problem[] }

/** Lays edits above the packaged records, each checked against the schema of its file and what is fixed. */
export function applyEdits(packaged: Editable, edits: readonly Edit[]): Applied {
  const problems: Problem[] = []
  let knowledge = packaged
  for (const edit of edits) {
    const found = problemsOf(packaged, edit)
    if (found.length > 0) problems.push(...found)
    else knowledge = kinds[edit.kind].put(knowledge, edit.recordId, edit.content)
  }
  return { knowledge, entered: listEntered(packaged, knowledge), problems }
}

function problemsOf(packaged: Editable, { kind, recordId, content }: Edit): Problem[] {
  const { file, list, schemaOf, fixed, open } = kinds[kind]
  const problem = (field: string, message: string): Problem => {
    return { file: file(recordId), line: 1, field, message }
  }
  const base = list(packaged).find(({ id }) => id === recordId)
  const schema = schemaOf(recordId)
  if (!schema || (!base && !open(recordId))) return [problem('record', 'there is no such record')]
  if (content === null) return open(recordId) ? [] : [problem('record', 'cannot be taken out')]
  const parsed = schema.safeParse(content)
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) =>
      problem(path.map(String).join('.') || 'content', message),
    )
  }
  return fixed
    .filter((path) => !sameAt(path, base?.content, parsed.data))
    .map((path) => problem(path, 'is fixed by the source'))
}

const sameAt = (path: string, left: unknown, right: unknown) =>
  same(valueAt(path, left), valueAt(path, right))

function valueAt(path: string, value: unknown): unknown {
  return path.split('.').reduce<unknown>((at, name) => {
    return typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined
  }, value)
}

/** Whether two records of plain data say the same. */
export function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(inOrder(left)) === JSON.stringify(inOrder(right))
}

/** The database gives the keys of an object back in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(
    entries
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, inOrder(each)]),
  )
}

import { isNumber, isString, listOf, nullable, objectOf, optional } from '../../shared/guards.ts'
import { readBody } from '../../shared/call-api.ts'
import { languageTag } from '../../shared/language.ts'
import { readPreferences } from '../preferences.ts'

type RowError = { row: number | null; column: string | null; message: string }

export type Imported = { entered: number; errors: RowError[]; detail?: string | undefined }

const isImported = objectOf<{ entered: number; errors: RowError[]; detail?: string }>({
  entered: isNumber,
  errors: listOf(
    objectOf<RowError>({ row: nullable(isNumber), column: nullable(isString), message: isString }),
  ),
  detail: optional(isString),
})

type Sending = { path: string; partial: boolean; organisationId: string | undefined }

/** Sends the bytes of a CSV file; a file that is refused comes back with what is wrong in which row. */
export async function sendList(
  file: File,
  { path, partial, organisationId }: Sending,
): Promise<Imported> {
  const query = new URLSearchParams({
    ...(partial && { partial: 'true' }),
    ...(organisationId !== undefined && { organisationId }),
  })
  const answer = await fetch(`${path}?${query.toString()}`, {
    method: 'POST',
    headers: {
      'content-type': 'text/csv',
      'accept-language': languageTag[readPreferences().language],
    },
    body: file,
  }).catch(() => undefined)
  const body = answer && (await readBody(answer))
  if (isImported(body)) return body
  const detail = objectOf<{ detail: string }>({ detail: isString })
  return { entered: 0, errors: [], detail: detail(body) ? body.detail : undefined }
}

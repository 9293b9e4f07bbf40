import { AppError } from '../../shared/errors.ts'
import type { ParseUpload } from './parsed-document.ts'

/** @throws AppError `not_implemented` (501) on Workers */
export function requireParser(deps: { parseUpload: ParseUpload | undefined }): ParseUpload {
  if (!deps.parseUpload) throw new AppError('not_implemented', 'uploads_elsewhere')
  return deps.parseUpload
}

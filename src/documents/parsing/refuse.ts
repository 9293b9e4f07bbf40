import type { UploadRefusal } from './parsed-document.ts'

/** Ends the reading of a file; the service tells the words of the refusal. */
export class UploadRefused extends Error {
  readonly refusal: UploadRefusal

  constructor(refusal: UploadRefusal, options?: { cause?: unknown }) {
    super(refusal, options)
    this.name = 'UploadRefused'
    this.refusal = refusal
  }
}

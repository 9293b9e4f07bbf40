import { readFile } from 'node:fs/promises'
import { getDocumentProxy } from 'unpdf'
import { UploadRefused } from '../refuse.ts'

export type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>
export type PdfPage = Awaited<ReturnType<Pdf['getPage']>>

const MAPS = [
  'Adobe-GB1-UCS2',
  'GB-EUC',
  'GBK-EUC',
  'GBKp-EUC',
  'GBK2K',
  'GBpc-EUC',
  'UniGB-UCS2',
  'UniGB-UTF16',
]

/** Gives the library its tables (`cmaps/`) from the disk, and nothing else; a class, for the library makes it. */
class OwnData {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const name = filename.replace(/(?:-[HV])?\.bcmap$/, '')
    if (kind !== 'cMapUrl' || !MAPS.includes(name)) throw new Error(`no data ${filename}`)
    return new Uint8Array(await readFile(new URL(`cmaps/${filename}`, import.meta.url)))
  }
}

/** The library calls it for every font; Node has it from 21 on. */
function ensureTransfer() {
  if ('transferToFixedLength' in ArrayBuffer.prototype) return
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    value(this: ArrayBuffer, length = this.byteLength): ArrayBuffer {
      const copy = new Uint8Array(length)
      copy.set(new Uint8Array(this, 0, Math.min(length, this.byteLength)))
      return copy.buffer
    },
  })
}

/** Opens a PDF to read its text: nothing of it runs, no font and no picture is made. @throws UploadRefused */
export async function openPdf(bytes: Uint8Array): Promise<Pdf> {
  ensureTransfer()
  try {
    // A plain view: the library takes no Buffer.
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return await getDocumentProxy(view, {
      BinaryDataFactory: OwnData,
      cMapUrl: 'cmaps/',
      cMapPacked: true,
      disableFontFace: true,
      enableXfa: false,
      isEvalSupported: false,
      maxImageSize: 1,
      useSystemFonts: false,
      useWasm: false,
      useWorkerFetch: false,
      verbosity: 0,
    })
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException'
    throw new UploadRefused(isLocked ? 'upload_encrypted' : 'upload_damaged', { cause: error })
  }
}

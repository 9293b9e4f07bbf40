import { z } from 'zod'
import { readUpload } from './read-upload.ts'
import { UploadRefused } from './refuse.ts'

/**
 * The process that reads one uploaded file (started, limited and ended by `open-upload-parser.ts`): what a
 * hostile file does, it does here. It opens no file, no connection and no other process.
 */
const order = z.strictObject({ bytes: z.instanceof(Uint8Array), fileName: z.string() })

async function obey(message: unknown) {
  const { bytes, fileName } = order.parse(message)
  try {
    process.send?.({ parsed: await readUpload(bytes, fileName) })
  } catch (error) {
    // Whatever a reader trips over lies in the file; its name is told for the log, no word of the file.
    const refusal =
      error instanceof UploadRefused
        ? { refused: error.refusal }
        : { refused: 'upload_damaged', fault: error instanceof Error ? error.name : typeof error }
    process.send?.(refusal)
  }
}

process.once('message', (message) => void obey(message))
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })

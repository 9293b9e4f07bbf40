/**
 * Text of a spreadsheet: UTF-8 with or without its mark, else GB18030 (which holds GBK and GB 2312), as
 * Chinese Excel writes it. Undefined for bytes that are neither.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  return decodeAs('utf-8', bytes) ?? decodeAs('gb18030', bytes)
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

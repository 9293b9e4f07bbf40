import { encode } from 'uqr'

/** Modules of white that readers need on every side (ISO/IEC 18004, quiet zone). */
const QUIET = 4

/** `size`: width and height in modules, the white around included. `path`: the dark ones, of an SVG of that size. */
export type QrPicture = { size: number; path: string }

/** A text as a QR code that can lose 15 % of its face and still be read. */
export function drawQr(text: string): QrPicture {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  return { size, path: data.map(pathOfRow).join('') }
}

/** Neighbours are drawn as one bar: between two squares some screens show a line. */
function pathOfRow(row: boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x += 1) {
    let end = x
    while (row[end]) end += 1
    if (end > x) path += `M${x} ${y}h${end - x}v1h${x - end}z`
    x = end
  }
  return path
}

import { deflateSync } from 'node:zlib'

export type PdfLine = {
  text: string
  x: number
  y: number
  size?: number
  /** Red, green and blue from 0 to 1. */
  colour?: readonly [number, number, number]
  /** 3 paints nothing. */
  mode?: number
}

export type PdfOptions = {
  /** Fills a rectangle under the text of each page: x, y, width, height, grey. */
  ground?: readonly [number, number, number, number, number]
  info?: Record<string, string>
  /** Object that the catalogue names besides its pages. */
  catalogue?: string
  /** A font that is not embedded and names its characters by this map of Adobe-GB1. */
  characterMap?: 'UniGB-UCS2-H' | 'GBK-EUC-H'
  /** How text is written with `characterMap`, in hexadecimal. */
  encode?: (text: string) => string
}

const hex = (text: string): string => [...text].map((each) => utf16(each)).join('')

function utf16(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => character.charCodeAt(at).toString(16).padStart(4, '0'))
    .join('')
}

const TO_UNICODE = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end`

function writeLine({ text, x, y, size = 12, colour = [0, 0, 0], mode = 0 }: PdfLine, encode = hex) {
  return `BT ${colour.join(' ')} rg ${mode} Tr /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm <${encode(text)}> Tj ET`
}

const stream = (content: string, more = ''): string => {
  const packed = deflateSync(Buffer.from(content, 'latin1')).toString('latin1')
  return `<<${more}/Filter/FlateDecode/Length ${packed.length}>>stream\n${packed}\nendstream`
}

/** Pages of 595 × 842 points whose characters are their UTF-16 numbers; y counts from the bottom. */
export function writePdf(
  pages: readonly (readonly PdfLine[])[],
  options: PdfOptions = {},
): Uint8Array {
  const kids = pages.map((_, at) => `${8 + at * 2} 0 R`).join(' ')
  const map = options.characterMap
  const system = `/CIDSystemInfo<</Registry(Adobe)/Ordering(${map ? 'GB1' : 'Identity'})/Supplement 0>>`
  const descriptor =
    '<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>'
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${options.catalogue ?? ''}>>`,
    `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`,
    `<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/${map ?? 'Identity-H'}/DescendantFonts[4 0 R]${map ? '' : '/ToUnicode 6 0 R'}>>`,
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000${system}/FontDescriptor 5 0 R>>`,
    descriptor,
    stream(TO_UNICODE),
    `<<${Object.entries(options.info ?? {})
      .map(([key, value]) => `/${key}<FEFF${hex(value)}>`)
      .join('')}>>`,
    ...pages.flatMap((lines, at) => {
      const [x, y, width, height, grey] = options.ground ?? []
      const ground = grey === undefined ? '' : `${grey} g ${x} ${y} ${width} ${height} re f\n`
      const content = lines.map((line) => writeLine(line, options.encode)).join('\n')
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${9 + at * 2} 0 R>>`,
        stream(ground + content),
      ]
    }),
  ]
  return assemble(objects)
}

/** Objects from number 1 on; the first is the catalogue, the seventh the properties. */
export function assemble(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.4\n'
  const places: number[] = []
  for (const [at, object] of objects.entries()) {
    places.push(text.length)
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
  }
  const start = text.length
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const info = objects.length > 6 ? '/Info 7 0 R' : ''
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer<</Size ${objects.length + 1}/Root 1 0 R${info}>>\nstartxref\n${start}\n%%EOF`
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

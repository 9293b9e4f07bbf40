import { aiLabel } from '../../shared/ai-label.ts'
import { escapeMarkup } from '../../shared/escape-markup.ts'
import { type Bar, type Block, layOut, type Shown } from './lay-out.ts'
import { writeZip } from './write-zip.ts'

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * The report as a Word document: text, tables, and charts as tables whose cells are filled. No fields, links, macros
 * or anything from elsewhere. @param id names this file in its label
 */
export function renderDocx(shown: Shown, id: string): Uint8Array<ArrayBuffer> {
  const blocks = layOut(shown).map(renderBlock)
  return writeZip(
    new Map([
      ['[Content_Types].xml', contentTypes],
      ['_rels/.rels', relations],
      ['docProps/core.xml', coreOf(shown)],
      ['docProps/custom.xml', customOf(id)],
      ['word/_rels/document.xml.rels', documentRelations],
      ['word/styles.xml', styles],
      ['word/document.xml', documentOf(blocks.join(''))],
    ]),
  )
}

const documentOf = (body: string) =>
  `${HEAD}<w:document xmlns:w="${MAIN}"><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1247" w:bottom="1440" w:left="1247" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`

/** Width of the text on A4 in twentieths of a point. */
const TEXT_WIDTH = 9412

const run = (text: string, properties = '') =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escapeMarkup(text)}</w:t></w:r>`

const paragraph = (style: string, text: string) =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${run(text)}</w:p>`

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(`Heading${block.level}`, block.text)
    case 'paragraph':
      return paragraph(toneStyles[block.tone ?? 'plain'], block.text)
    case 'table':
      return renderTable(block) + spacer
    case 'chart':
      return renderChart(block) + spacer
    case 'code':
      return renderCode(block)
  }
}

const toneStyles = { plain: 'Normal', note: 'Note', mark: 'Mark' } as const

/** Two tables without anything between would be one. */
const spacer = '<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr></w:p>'

const renderCode = ({ caption, text }: Extract<Block, { kind: 'code' }>) =>
  paragraph('Heading3', caption) +
  text
    .split('\n')
    .map((line) => paragraph('Code', line))
    .join('')

const border = (name: string) => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="BFC7CF"/>`

const tableOf = (properties: string, widths: readonly number[], rows: string) =>
  `<w:tbl><w:tblPr><w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/>${properties}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${rows}</w:tbl>`

const cell = (properties: string, content: string) =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`

const widthOf = (width: number) => `<w:tcW w:w="${width}" w:type="dxa"/>`

const aligned = (text: string, { isNumber, isBold }: { isNumber: boolean; isBold: boolean }) =>
  `<w:p><w:pPr><w:pStyle w:val="Cell"/>${isNumber ? '<w:jc w:val="right"/>' : ''}</w:pPr>${run(text, isBold ? '<w:b/>' : '')}</w:p>`

function renderTable({ caption, head, rows, numbers }: Extract<Block, { kind: 'table' }>): string {
  const widths = head.map(() => Math.floor(TEXT_WIDTH / head.length))
  const row = (cells: readonly string[], isHead: boolean) =>
    `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${cells
      .map((text, at) =>
        cell(
          widthOf(widths[at] ?? 0),
          aligned(text, { isNumber: numbers.includes(at), isBold: isHead }),
        ),
      )
      .join('')}</w:tr>`
  const borders = `<w:tblBorders>${['top', 'bottom', 'insideH'].map(border).join('')}</w:tblBorders>`
  const body = row(head, true) + rows.map((cells) => row(cells, false)).join('')
  return paragraph('Note', caption) + tableOf(borders, widths, body)
}

const NAME_WIDTH = 2700
const VALUE_WIDTH = 900
/** A bar is as many filled columns of the grid. */
const COLUMNS = 40
const COLUMN_WIDTH = Math.floor((TEXT_WIDTH - NAME_WIDTH - VALUE_WIDTH) / COLUMNS)

function renderChart({ caption, unit, bars }: Extract<Block, { kind: 'chart' }>): string {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const widths = [NAME_WIDTH, VALUE_WIDTH, ...Array.from({ length: COLUMNS }, () => COLUMN_WIDTH)]
  const rows = bars.map((bar) => renderBar(bar, most))
  return paragraph('Note', `图：${caption}（${unit}）`) + tableOf('', widths, rows.join(''))
}

function renderBar({ label, value }: Bar, most: number): string {
  const filled = value === 0 ? 0 : Math.max(1, Math.round((value / most) * COLUMNS))
  const span = (columns: number, fill: string) =>
    columns === 0
      ? ''
      : cell(
          `${widthOf(columns * COLUMN_WIDTH)}<w:gridSpan w:val="${columns}"/>${fill}`,
          '<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>',
        )
  return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cell(widthOf(NAME_WIDTH), aligned(label, { isNumber: false, isBold: false }))}${cell(widthOf(VALUE_WIDTH), aligned(String(value), { isNumber: true, isBold: false }))}${span(filled, '<w:shd w:val="clear" w:color="auto" w:fill="1F5FA8"/>')}${span(COLUMNS - filled, '')}</w:tr>`
}

const contentTypes = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>`

const relation = (id: number, type: string, target: string) =>
  `<Relationship Id="rId${id}" Type="${type}" Target="${target}"/>`

const relations = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, `${OFFICE}/relationships/officeDocument`, 'word/document.xml')}${relation(2, `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml')}${relation(3, `${OFFICE}/relationships/custom-properties`, 'docProps/custom.xml')}</Relationships>`

const documentRelations = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, `${OFFICE}/relationships/styles`, 'styles.xml')}</Relationships>`

const coreOf = ({ content: { title, organisation, at } }: Shown) =>
  `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeMarkup(title)}</dc:title><dc:creator>${escapeMarkup(organisation)}</dc:creator><dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${at.slice(0, 19)}Z</dcterms:created></cp:coreProperties>`

/** The identifier is the one that Office gives to properties that people define. */
const customOf = (id: string) =>
  `${HEAD}<Properties xmlns="${OFFICE}/custom-properties" xmlns:vt="${OFFICE}/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="AIGC"><vt:lpwstr>${escapeMarkup(JSON.stringify(aiLabel(id)))}</vt:lpwstr></property></Properties>`

const style = (id: string, name: string, rest: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>'}${rest}</w:style>`

const spaced = (before: number, after: number) =>
  `<w:pPr><w:spacing w:before="${before}" w:after="${after}"/></w:pPr>`

const sized = (halfPoints: number, more = '') =>
  `<w:rPr>${more}<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/></w:rPr>`

const titled = (level: 1 | 2 | 3, halfPoints: number) =>
  style(
    `Heading${level}`,
    `heading ${level}`,
    `<w:pPr><w:keepNext/><w:spacing w:before="${360 - level * 60}" w:after="120"/><w:outlineLvl w:val="${level - 1}"/></w:pPr>${sized(halfPoints, '<w:b/>')}`,
  )

const styles = `${HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>${[
  style('Normal', 'Normal', `<w:qFormat/>${spaced(0, 120)}`),
  titled(1, 40),
  titled(2, 30),
  titled(3, 26),
  style('Note', 'Note', `${spaced(60, 60)}${sized(20, '<w:color w:val="4A5560"/>')}`),
  style('Mark', 'Mark', `${spaced(0, 120)}${sized(24, '<w:b/>')}`),
  style('Cell', 'Cell', `${spaced(20, 20)}${sized(21)}`),
  style(
    'Code',
    'Code',
    `${spaced(0, 0)}${sized(15, '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>')}`,
  ),
].join('')}</w:styles>`

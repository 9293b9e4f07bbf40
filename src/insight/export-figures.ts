import { guard } from '../experts/csv/formula-guard.ts'
import { formatCsv } from '../experts/csv/parse-csv.ts'
import { type Breakdown, type Dimension, dimensions, type Figures, type Named } from './figures.ts'
import type { Period } from './measures.ts'

/** Excel reads UTF-8 as such only behind this mark. */
const BYTE_ORDER_MARK = '\u{FEFF}'

type Language = 'zh' | 'en'
type Words = Record<Language, string>

/** Text, or a number that stays one in a spreadsheet; null where there is nothing to tell. */
export type Cell = string | number | null

const periodColumns: Words[] = [
  { zh: '时间段', en: 'Period' },
  { zh: '统计维度', en: 'Dimension' },
  { zh: '名称', en: 'Name' },
]

const columns: { head: Words; value: (figures: Figures) => Cell }[] = [
  { head: { zh: '咨询量', en: 'Consultations' }, value: (each) => each.consultations },
  { head: { zh: '智能自助解决', en: 'Self-served' }, value: (each) => each.selfServed.part },
  { head: { zh: '自助解决率', en: 'Share self-served' }, value: (each) => each.selfServed.share },
  { head: { zh: '转办件', en: 'Cases' }, value: (each) => each.cases },
  { head: { zh: '专家应响应', en: 'Responses due' }, value: (each) => each.respondedInTime.of },
  { head: { zh: '按时响应', en: 'Responded in time' }, value: (each) => each.respondedInTime.part },
  {
    head: { zh: '2 日响应率', en: 'Share responded in time' },
    value: (each) => each.respondedInTime.share,
  },
  {
    head: { zh: '答复平均分', en: 'Answers, average' },
    value: (each) => each.answerRatings.average,
  },
  { head: { zh: '答复评价数', en: 'Answers rated' }, value: (each) => each.answerRatings.part },
  {
    head: { zh: '答复评价占比', en: 'Share of answers rated' },
    value: (each) => each.answerRatings.share,
  },
  { head: { zh: '办件平均分', en: 'Cases, average' }, value: (each) => each.caseRatings.average },
  { head: { zh: '办件评价数', en: 'Cases rated' }, value: (each) => each.caseRatings.part },
  {
    head: { zh: '办件评价占比', en: 'Share of cases rated' },
    value: (each) => each.caseRatings.share,
  },
  { head: { zh: '投诉', en: 'Complaints' }, value: (each) => each.complaints },
  { head: { zh: '举报', en: 'Reports' }, value: (each) => each.reports },
  { head: { zh: '投诉举报待办', en: 'Waiting' }, value: (each) => each.waiting },
]

const nameOf: Record<Dimension | 'total' | 'series', Words> = {
  total: { zh: '合计', en: 'Total' },
  series: { zh: '时间', en: 'Time' },
  district: { zh: '区', en: 'District' },
  field: { zh: '领域', en: 'Field' },
  topic: { zh: '主题', en: 'Topic' },
  channel: { zh: '渠道', en: 'Channel' },
  level: { zh: '处理层级', en: 'Level' },
  organisation: { zh: '机构', en: 'Organisation' },
}

const unknown: Words = { zh: '未注明', en: 'not stated' }

/** Both periods as one table, its header first: every row one total, time, district, topic … of one period. */
export function tableOf(both: { now: Breakdown; before: Breakdown }, language: Language): Cell[][] {
  const head = [...periodColumns, ...columns.map((column) => column.head)]
  const rows = [both.now, both.before].flatMap((breakdown) => rowsOf(breakdown, language))
  return [head.map((words) => words[language]), ...rows]
}

function rowsOf({ period, total, series, by }: Breakdown, language: Language): Cell[][] {
  const row = (dimension: keyof typeof nameOf, { name, figures }: Named): Cell[] => [
    tellPeriod(period),
    nameOf[dimension][language],
    name === '' && dimension !== 'total' ? unknown[language] : name,
    ...columns.map(({ value }) => value(figures)),
  ]
  return [
    row('total', { name: '', figures: total }),
    ...series.map((each) => row('series', each)),
    ...dimensions.flatMap((dimension) => by[dimension].map((each) => row(dimension, each))),
  ]
}

const tellPeriod = ({ from, to }: Period) => `${from} – ${to}`

/** Comma-separated text that Excel opens as UTF-8 and takes for no formula. */
export function writeCsv(table: Cell[][]): string {
  const text = (cell: Cell) => (typeof cell === 'string' ? guard(cell) : tellNumber(cell))
  return BYTE_ORDER_MARK + formatCsv(table.map((row) => row.map(text)))
}

const tellNumber = (cell: number | null) =>
  cell === null ? '' : String(Math.round(cell * 10_000) / 10_000)

/** The same as an XLSX file. Loaded when it is wanted: no other request needs it. */
export async function writeXlsx(table: Cell[][]): Promise<ArrayBuffer> {
  const { default: writeXlsxFile } = await import('write-excel-file/universal')
  const [head = [], ...rows] = table
  const sheet = [
    head.map((cell) => ({ value: String(cell), type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) =>
      row.map((cell) =>
        typeof cell === 'string'
          ? { value: guard(cell), type: String }
          : cell !== null && { value: Math.round(cell * 10_000) / 10_000, type: Number },
      ),
    ),
  ]
  const file = await writeXlsxFile(
    sheet.map((row) => row.map((cell) => cell || null)),
    { columns: head.map((_, at) => ({ width: at < 3 ? 26 : 14 })) },
  ).toBlob()
  return file.arrayBuffer()
}

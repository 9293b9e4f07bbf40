import { tellDeadline } from '../../shared/shanghai-day.ts'
import { tellAmount } from '../../shared/tell-amount.ts'
import type { Content, ReportTable, Section, Target } from './content.ts'

/** A report as a sequence of things that every form can show. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string; tone?: 'note' | 'mark' }
  | { kind: 'table'; caption: string; head: string[]; rows: string[][]; numbers: number[] }
  | { kind: 'chart'; caption: string; unit: string; bars: Bar[]; inOrder: boolean }
  | { kind: 'code'; caption: string; text: string }

export type Bar = { label: string; value: number }

export type Shown = {
  content: Content
  /** What staff have written, by section. */
  texts: Record<string, string>
  approved: { by: string; on: string } | null
  isInner: boolean
}

/** More bars than this nobody compares. */
const MOST_BARS = 20

export function layOut(shown: Shown): Block[] {
  const { content, isInner } = shown
  return [
    ...layOutHead(shown),
    ...content.sections.flatMap((section, at) => layOutSection(shown, section, at)),
    ...layOutTargets(content),
    ...layOutMeanings(content),
    ...(isInner ? layOutQueries(content) : []),
  ]
}

function layOutHead({ content, approved }: Shown): Block[] {
  const { title, organisation, period, before, at, notes, words } = content
  const mark = approved ? `${words.approved}：${approved.by}，${approved.on}` : words.draft
  return [
    { kind: 'heading', level: 1, text: title },
    { kind: 'paragraph', text: organisation },
    {
      kind: 'paragraph',
      text: `报告期 ${tellPeriod(period)}；上期 ${tellPeriod(before)}；统计时间 ${tellDeadline(new Date(at))}（北京时间）`,
    },
    { kind: 'paragraph', text: mark, tone: 'mark' },
    ...notes.map((text): Block => ({ kind: 'paragraph', text, tone: 'note' })),
  ]
}

const tellPeriod = ({ from, to }: { from: string; to: string }) => `${from} 至 ${to}`

function layOutSection({ content, texts }: Shown, section: Section, at: number): Block[] {
  const own = (texts[section.id] ?? '').split(/\n+/).filter((line) => line.trim() !== '')
  const { figures, tables, sentences, title } = section
  if (sentences.length + figures.length + own.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: `${numerals[at] ?? at + 1}、${title}` },
    ...(sentences.length > 0 ? [{ kind: 'paragraph' as const, text: sentences.join('') }] : []),
    ...(own.length > 0 && sentences.length > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: content.words.written,
            tone: 'note' as const,
          },
        ]
      : []),
    ...own.map((text): Block => ({ kind: 'paragraph', text })),
    ...(figures.length > 0 ? [figureTable(section, content)] : []),
    ...tables.flatMap((table) => layOutTable(table)),
  ]
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八']

const figureTable = ({ title, figures }: Section, { words }: Content): Block => ({
  kind: 'table',
  caption: `${title}：主要指标`,
  head: ['指标', '本期', '上期'],
  rows: figures.map((figure) => [
    figure.title,
    tellAmount(figure, figure.now, words),
    tellAmount(figure, figure.before, words),
  ]),
  numbers: [1, 2],
})

function layOutTable({ title, nameTitle, unit, rows }: ReportTable): Block[] {
  const hasBefore = rows.some(({ before }) => before !== null)
  const bars = rows.slice(0, MOST_BARS).map(({ label, now }) => ({ label, value: now }))
  const chart: Block = { kind: 'chart', caption: title, unit, bars, inOrder: !hasBefore }
  return [
    { kind: 'heading', level: 3, text: title },
    ...(bars.some(({ value }) => value > 0) ? [chart] : []),
    {
      kind: 'table',
      caption: title,
      head: [nameTitle, `本期（${unit}）`, ...(hasBefore ? [`上期（${unit}）`] : [])],
      rows: rows.map(({ label, now, before }) => [
        label,
        String(now),
        ...(hasBefore ? [String(before ?? '')] : []),
      ]),
      numbers: hasBefore ? [1, 2] : [1],
    },
  ]
}

function layOutTargets({ targets, words }: Content): Block[] {
  if (targets.length === 0) return []
  const row = ({ title, target, from, to, result, unit, clause, note }: Target) => [
    title,
    `${target}（${from}—${to} 年）`,
    result === null ? words.noData : `${result} ${unit}`,
    note,
    clause,
  ]
  return [
    { kind: 'heading', level: 2, text: '目标与结果' },
    { kind: 'paragraph', text: words.targetNote, tone: 'note' },
    {
      kind: 'table',
      caption: '目标与结果',
      head: ['目标', '文件的要求', '本期结果', '说明', '出处'],
      rows: targets.map(row),
      numbers: [],
    },
  ]
}

const allFigures = ({ sections }: Content) => sections.flatMap(({ figures }) => figures)

const layOutMeanings = (content: Content): Block[] => [
  { kind: 'heading', level: 2, text: '附录一：指标口径' },
  {
    kind: 'table',
    caption: '指标口径',
    head: ['指标', '口径'],
    rows: allFigures(content).map(({ title, meaning }) => [title, meaning]),
    numbers: [],
  },
]

function layOutQueries(content: Content): Block[] {
  const { words, sections } = content
  const tables = sections.flatMap((section) => section.tables)
  const code = (caption: string, text: string): Block => ({ kind: 'code', caption, text })
  return [
    { kind: 'heading', level: 2, text: `附录二：${words.queries}` },
    { kind: 'paragraph', text: words.queryNote, tone: 'note' },
    ...allFigures(content).flatMap(({ title, query, queryBefore }) => [
      code(`${title}（本期）`, query),
      code(`${title}（上期）`, queryBefore),
    ]),
    ...tables.flatMap(({ title, query, queryBefore }) => [
      code(`${title}（本期）`, query),
      ...(queryBefore === null ? [] : [code(`${title}（上期）`, queryBefore)]),
    ]),
  ]
}

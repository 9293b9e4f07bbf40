import { PLACE, type ReportTexts, type Sentence } from '../../knowledge/report-texts.ts'
import type { ReportSection } from '../../shared/report-states.ts'
import { tellNumber, tellShare } from '../../shared/tell-amount.ts'
import type { Amount, Figure, ReportTable } from './content.ts'

export type Numbers = {
  figures: readonly Figure[]
  tables: readonly ReportTable[]
  /** Whether anything at all was recorded in the period before. */
  hasBefore: boolean
}

const TOP = 3

/** The sentences of a section, filled from its figures; where one has no number for a place, it is left out. */
export function writeSentences(
  texts: ReportTexts,
  section: ReportSection,
  numbers: Numbers,
): string[] {
  return texts.sections[section].sentences.flatMap((sentence) => {
    const chosen = chooseForm(texts, sentence, numbers)
    return (chosen !== undefined && fill(texts, chosen, numbers)) || []
  })
}

const howMany = ({ value, of }: Amount): number => of ?? value ?? 0

function chooseForm(
  { fewBelow }: ReportTexts,
  { of, none, few, some }: Sentence,
  { figures }: Numbers,
): string | undefined {
  const figure = figures.find(({ id }) => id === of)
  if (!figure) return undefined
  const number = howMany(figure.now)
  if (number === 0) return none
  return number < fewBelow && few !== undefined ? few : some
}

function fill(texts: ReportTexts, sentence: string, numbers: Numbers): string | undefined {
  const tell = (id: string, form: string | undefined) => tellPlace(texts, numbers, { id, form })
  const places = [...sentence.matchAll(PLACE)]
  if (places.some(([, id = '', form]) => tell(id, form) === undefined)) return undefined
  return sentence.replaceAll(
    PLACE,
    (_, id: string, form: string | undefined) => tell(id, form) ?? '',
  )
}

type Place = { id: string; form: string | undefined }

function tellPlace(texts: ReportTexts, numbers: Numbers, { id, form }: Place): string | undefined {
  if (form === 'top') return tellTop(numbers.tables.find((table) => table.id === id))
  const figure = numbers.figures.find((each) => each.id === id)
  if (!figure) return undefined
  if (form === 'change') return tellChange(texts, figure, numbers.hasBefore)
  const { now, kind } = figure
  if (form === undefined) return tellNumber(now.value, kind)
  if (form === 'share') return tellShare(now)
  return tellNumber(form === 'part' ? now.part : now.of, 'count')
}

/** The three that are most, such as `网页 12 次、电话 3 次`. */
function tellTop(table: ReportTable | undefined): string | undefined {
  const rows = table?.rows.filter(({ now }) => now > 0).slice(0, TOP) ?? []
  return rows.length === 0
    ? undefined
    : rows.map(({ label, now }) => `${label} ${now} ${table?.unit}`).join('、')
}

function tellChange(
  { change, fewBelow }: ReportTexts,
  figure: Figure,
  hasBefore: boolean,
): string | undefined {
  const { now, before, unit } = figure
  if (!hasBefore) return change.none
  if (figure.kind !== 'count') {
    const { part, of } = before
    if (part === null || of === null || of === 0) return change.none
    const told = of < fewBelow ? `${part}/${of}` : `${tellShare(before)}（${part}/${of}）`
    return change.share.replace('{before}', told)
  }
  if (now.value === null || before.value === null) return change.none
  const difference = now.value - before.value
  if (difference === 0) return change.same
  return (difference > 0 ? change.more : change.less)
    .replace('{before}', ` ${before.value} `)
    .replace('{difference}', ` ${Math.abs(difference)} `)
    .replaceAll('{unit}', unit)
}

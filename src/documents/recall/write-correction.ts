import { clauseUrl, headingOf, presentStatus } from '../../knowledge/present.ts'
import type { DocumentHeader } from '../../knowledge/schemas.ts'
import { holdsFrom } from '../../knowledge/versions/applying.ts'
import type { Unit } from '../../knowledge/versions/compare-units.ts'
import type { Citation } from '../../shared/message.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'
import type { ChangedUnit } from './changed-units.ts'

export type Correcting = {
  /** Of the new version, with the name that it is cited by. */
  header: DocumentHeader
  formerTitle: string
  /** The changed units that the answer quoted. */
  units: readonly ChangedUnit[]
  answeredAt: Date
  language: 'zh' | 'en'
  now: Date
  /** What staff add. */
  note: string | undefined
}

type Written = {
  text: string
  citations: Citation[]
  /** Without the marks of the citations, for where these do not stand beside it. */
  plain: string
}

/** What an asker is told of an answer that rested on changed units, with the new ones as citations. */
export function writeCorrection(correcting: Correcting): Written {
  const citations = citeNew(correcting)
  const marks = citations.map(({ n }) => `[${n}]`).join('')
  return { text: tell(correcting, marks), citations, plain: tell(correcting, '') }
}

function citeNew({ header, units, language, now }: Correcting): Citation[] {
  const day = shanghaiDay(now)
  return units
    .flatMap(({ after }) => after ?? [])
    .map((unit, at) => ({
      n: at + 1,
      document: header.id,
      title: header.title,
      locator: unit.locator,
      heading: headingOf(unit.path, unit.locator),
      quote: unit.text,
      start: unit.start,
      end: unit.end,
      ...presentStatus(header, { day, language }),
      url: clauseUrl(header.id, unit.locator),
    }))
}

const nameOf = ({ path, locator }: Unit): string =>
  headingOf(path, locator).split(' › ').at(-1) || locator

function tell(correcting: Correcting, marks: string): string {
  const { header, formerTitle, units, answeredAt, language, note } = correcting
  const changed = units.filter(({ after }) => after)
  const gone = units.filter(({ after }) => !after)
  const day = shanghaiDay(answeredAt)
  const from = holdsFrom(header)
  const names = (list: readonly ChangedUnit[], separator: string) =>
    list.map(({ before }) => nameOf(before)).join(separator)
  const lines =
    language === 'zh'
      ? [
          `您在 ${day} 收到的答复引用了《${bare(formerTitle)}》的${names(units, '、')}。这份文件已有新版本《${bare(header.title)}》${from ? `（${from} 起）` : ''}，这些内容有变化，请以新版本为准。`,
          changed.length > 0
            ? `- 已修改：${names(changed, '、')}${marks && `，新的条文见 ${marks}`}`
            : '',
          gone.length > 0 ? `- 新版本中不再有：${names(gone, '、')}` : '',
        ]
      : [
          `The answer that you received on ${day} quoted ${names(units, ', ')} of “${bare(formerTitle)}”. The document has a new version${from ? ` (from ${from})` : ''}; these parts have changed, and the new version prevails.`,
          changed.length > 0
            ? `- Changed: ${names(changed, ', ')}${marks && `; the new text is in ${marks}`}`
            : '',
          gone.length > 0 ? `- No longer in it: ${names(gone, ', ')}` : '',
        ]
  return [...lines, note ?? ''].filter((line) => line !== '').join('\n')
}

const bare = (title: string) => title.replace(/^《|》$/gu, '')

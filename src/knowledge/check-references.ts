import { type ServiceField, serviceFields } from '../shared/service-fields.ts'
import type { Entered } from './edits/edit-kinds.ts'
import { addressOf } from './index-entries.ts'
import type { Passage } from './passage.ts'
import type { Problem, Read, SourceDocument } from './read-documents.ts'
import type { ReportTexts } from './report-texts.ts'
import type { ReviewRubric } from './review-rubric.ts'
import {
  type Course,
  type District,
  type Lexicon,
  type Platform,
  type Questions,
  type Replies,
  type Service,
  type Settings,
  type Term,
  type Utterances,
} from './schemas.ts'

type Parts = {
  documents: Read<SourceDocument>[]
  services: Read<Service[]>
  courses: Read<Course[]>
  platforms: Read<Platform[]>
  districts: Read<District[]>
  terms: Read<Term[]>
  lexicon: Read<Lexicon>
  replies: Read<Replies>
  settings: Read<Settings>
  report: Read<ReportTexts>
  review: Read<ReviewRubric>
  utterances: Read<Utterances>[]
  questions: Read<Questions>[]
  /** Fields whose words are the institution's own and quote nothing. */
  entered: Entered
}
type Path = PropertyKey[]
/** A record that claims to quote a passage word for word. */
type Quoting = { at: Path; clause: string | null; quotes: Record<string, string[] | string | null> }

/** The documents with the versions that colleagues have published. */
type InUse = { documents: readonly SourceDocument[]; passages: readonly Passage[] }

/**
 * What no schema of one file can see: whether the files agree with each other. A record may quote the packaged
 * documents and those in use: an uploaded version makes no file wrong.
 */
export function checkReferences(parts: Parts, passages: Passage[], inUse: InUse): Problem[] {
  return [
    ...parts.documents.flatMap((document) => checkDocument(document, passages)),
    ...checkTwice(parts.documents, ({ id }) => id, 'id'),
    ...checkCatalogue(parts, [...passages, ...inUse.passages]),
    ...checkLexicon(parts, inUse.documents),
    ...checkTargets(parts.settings, [...passages, ...inUse.passages]),
    ...checkReportTargets(parts.report, [...passages, ...inUse.passages]),
    ...checkRubric(parts.review, [...passages, ...inUse.passages]),
    ...parts.utterances.flatMap((file) => checkUtterances(file, parts)),
    ...checkTwice(parts.utterances, ({ intent }) => intent, 'intent'),
    ...parts.questions.flatMap((file) => checkQuestions(file, passages)),
  ]
}

function checkTwice<T>(files: Read<T>[], key: (value: T) => string, field: string): Problem[] {
  return files
    .filter(({ value }, index) =>
      files.slice(0, index).some((other) => key(other.value) === key(value)),
    )
    .map(({ value, report }) => report([field], `another file has ${key(value)} too`))
}

function checkDocument({ value, report }: Read<SourceDocument>, passages: Passage[]): Problem[] {
  const own = passages.filter(({ document }) => document === value.id)
  const locators = new Set(own.map(({ locator }) => locator))
  const units = value.units.flatMap(({ locator, rows }, index) => {
    const found = rows ? locators.has(`${locator}.1`) : locators.has(locator)
    return found ? [] : report(['units', index], 'nothing in the text matches this unit')
  })
  const doubled = own
    .filter(({ locator }) => locator.includes('~'))
    .map(({ locator }) => report(['units'], `two places would have the address ${locator}`))
  const mends = value.mends.flatMap(({ to }, index) => {
    const times = value.body.split(to).length - 1
    return times === 1 ? [] : report(['mends', index, 'to'], `stands ${times} times in the text`)
  })
  return [...units, ...doubled, ...mends]
}

/** A target is what its clause says, figure by figure. */
function checkTargets({ value, report }: Read<Settings>, passages: Passage[]): Problem[] {
  return value.training.targets.flatMap(({ clause, sessions, people }, index) =>
    Object.entries({ sessions, people }).flatMap(([name, figure]) =>
      says(passages, clause, figure)
        ? []
        : [report(['training', 'targets', index, name], 'not in the clause')],
    ),
  )
}

function checkReportTargets({ value, report }: Read<ReportTexts>, passages: Passage[]): Problem[] {
  return value.targets.flatMap((target, index) =>
    says(passages, target.clause, target.value)
      ? []
      : [report(['targets', index, 'value'], 'not in the clause')],
  )
}

/** What is judged stands in a clause that there is. */
function checkRubric({ value, report }: Read<ReviewRubric>, passages: Passage[]): Problem[] {
  const known = new Set(passages.map(addressOf))
  return (['criteria', 'faults'] as const).flatMap((part) =>
    value[part].flatMap(({ clause }, index) =>
      known.has(clause) ? [] : [report([part, index, 'clause'], `there is no passage ${clause}`)],
    ),
  )
}

function says(passages: Passage[], clause: string, figure: number): boolean {
  return passages
    .filter((passage) => addressOf(passage) === clause)
    .some(({ text }) => [...text.matchAll(/\d+/g)].some(([digits]) => digits === String(figure)))
}

function checkCatalogue(parts: Parts, passages: Passage[]): Problem[] {
  const { services, courses, platforms, districts, terms, entered } = parts
  const byClause = new Map<string, Passage[]>()
  for (const passage of passages) {
    const clause = addressOf(passage)
    byClause.set(clause, [...(byClause.get(clause) ?? []), passage])
  }
  const check = (report: Read<unknown>['report'], records: Quoting[]) =>
    records.flatMap((record) => checkQuotes(record, byClause, report))
  return [
    ...check(
      services.report,
      services.value.flatMap((service, index) =>
        listServiceQuotes(service, index, entered[`service/${service.id}`] ?? []),
      ),
    ),
    ...check(
      courses.report,
      courses.value.map(({ clause, name, topics }, index) => {
        return { at: [index], clause, quotes: { name, topics } }
      }),
    ),
    ...check(
      platforms.report,
      platforms.value.map(({ number, clause, name, url }, index) => {
        const own = entered[`platform/${number}`] ?? []
        return { at: [index], clause, quotes: { name, url: own.includes('url') ? null : url } }
      }),
    ),
    ...check(
      districts.report,
      districts.value.map(({ clause, name, industries, industry_list }, index) => {
        return { at: [index], clause, quotes: { name, industries, industry_list } }
      }),
    ),
    ...check(
      terms.report,
      terms.value.map(({ clause, name, name_en, definition }, index) => {
        return { at: [index], clause, quotes: { name, name_en, definition } }
      }),
    ),
  ]
}

function listServiceQuotes(service: Service, index: number, own: string[]): Quoting[] {
  const pick = (part: Pick<Service, ServiceField>, place = '') =>
    Object.fromEntries(
      serviceFields
        .filter((field) => !own.includes(`${place}${field}`))
        .map((field) => [field, part[field]]),
    )
  const clause = service.clause ?? service.parts[0]?.clause ?? null
  const parts = service.parts.map((part, n) => {
    return { at: [index, 'parts', n], clause: part.clause, quotes: pick(part, `parts.${n}.`) }
  })
  return [{ at: [index], clause, quotes: pick(service) }, ...parts]
}

function checkQuotes(
  { at, clause, quotes }: Quoting,
  byClause: Map<string, Passage[]>,
  report: Read<unknown>['report'],
): Problem[] {
  if (clause === null) return [report([...at, 'clause'], 'a service without parts needs a clause')]
  const clauses = byClause.get(clause)
  if (!clauses) return [report([...at, 'clause'], `there is no passage ${clause}`)]
  const words = clauses.flatMap(({ path, text }) => [...path, text]).join('\n')
  return Object.entries(quotes).flatMap(([field, quote]) => {
    const list = typeof quote === 'string' ? [quote] : (quote ?? [])
    return list.flatMap((text, n) => {
      if (words.includes(text)) return []
      const place = typeof quote === 'string' ? [field] : [field, n]
      return report([...at, ...place], `${clause} does not say “${text}”`)
    })
  })
}

function checkLexicon(
  { documents, districts, lexicon }: Parts,
  inUse: InUse['documents'],
): Problem[] {
  const { value, report } = lexicon
  // The documents put quotation marks into some terms: “零”知识产权.
  const bare = ({ body }: SourceDocument) => body.replace(/[“”]/g, '')
  const packaged = documents.map((document) => bare(document.value))
  const texts = [...packaged, ...inUse.map(bare)]
  const stands = (word: string) => texts.some((text) => text.includes(word))
  const names = new Set(districts.value.map(({ name }) => name))
  const official = Object.keys(value.synonyms)
    .filter((term) => !stands(term))
    .map((term) => report(['synonyms', term], 'no document uses this term'))
  const meant = (['english', 'abbreviations'] as const).flatMap((part) =>
    Object.entries(value[part])
      .filter(([, term]) => !stands(term))
      .map(([key, term]) => report([part, key], `no document uses ${term}`)),
  )
  const slips = Object.keys(value.typos)
    .filter((slip) => packaged.some((text) => text.includes(slip)))
    .map((slip) => report(['typos', slip], 'a document uses this; mending it would change the law'))
  const places = Object.keys(value.places)
    .filter((district) => !names.has(district))
    .map((district) => report(['places', district], 'not a district of catalogue/districts.yml'))
  const twice = (['synonyms', 'places'] as const).flatMap((part) =>
    listRepeated(value[part]).map(([key, word]) => report([part, key], `${word} stands twice`)),
  )
  return [...official, ...meant, ...slips, ...places, ...twice]
}

function listRepeated(groups: Record<string, string[]>): [string, string][] {
  const seen = new Set(Object.keys(groups))
  return Object.entries(groups).flatMap(([key, words]) =>
    words.flatMap((word): [string, string][] => {
      if (seen.has(word)) return [[key, word]]
      seen.add(word)
      return []
    }),
  )
}

function checkUtterances({ value, report }: Read<Utterances>, parts: Parts): Problem[] {
  const { intent, outcome, utterances } = value
  const replies = parts.replies.value
  const names = new Set(parts.services.value.map(({ name }) => name))
  const asks = utterances.flatMap(({ ask, slot, topics = [] }, index) => {
    const at = ['utterances', index]
    if (outcome === 'clarify' && !ask) return report([...at, 'ask'], 'which question to ask back?')
    if (intent === 'missing_fact' && !slot) return report([...at, 'slot'], 'which fact is missing?')
    return topics
      .filter((topic) => !names.has(topic))
      .map((topic) => report([...at, 'topics'], `${topic} is not a service of the catalogue`))
  })
  const canned = { refuse: replies.refuse, escalate: { ...replies.escalate, missing_fact: true } }
  const needs = outcome === 'refuse' || outcome === 'escalate' ? canned[outcome] : undefined
  if (!needs || intent in needs) return asks
  return [report(['intent'], `replies.yml has no ${outcome} reply for ${intent}`), ...asks]
}

function checkQuestions({ value, report }: Read<Questions>, passages: Passage[]): Problem[] {
  const units = passages.filter(({ document, locator, unit }) => {
    return document === value.document && locator === unit
  })
  const locators = new Set(units.map(({ locator }) => locator))
  return value.passages.flatMap(({ locator }, index) => {
    if (locators.has(locator)) return []
    return report(['passages', index, 'locator'], `${value.document} has no unit ${locator}`)
  })
}

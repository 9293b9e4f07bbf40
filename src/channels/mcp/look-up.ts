import {
  listCourses,
  listDistricts,
  listPlatforms,
  listServices,
} from '../../knowledge/catalogue.ts'
import { headerOf, type PresentContext } from '../../knowledge/present.ts'
import { loadKnowledge, type RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { type Asking, contextOf, linkTo, problemWith } from './asking.ts'
import { presentSource } from './present-source.ts'
import type { LookUpInput, Source } from './tool-schemas.ts'

type Clause = { document: string; locator: string; url: string }
type Sourced = { source: Source; locator: string; url: string }

/** `names` are what it goes by, `words` what else it is found by. */
type Entry<Told> = { names: string[]; words: string[]; told: Told }

type Present = {
  sourced: (clause: Clause) => Sourced
  linked: (clause: Clause) => { locator: string; url: string }
  knowledge: RuntimeKnowledge
  context: PresentContext
}

export const lookUpService = lookUp(({ knowledge, context, sourced, linked }) =>
  listServices(knowledge, context).services.map((each) => ({
    names: [each.id, each.name, each.nameEn, ...each.parts.map(({ name }) => name)],
    words: [each.fields.content ?? '', each.fields.audience ?? ''],
    told: {
      id: each.id,
      name: each.name,
      nameEn: each.nameEn,
      modality: each.modality,
      fields: each.fields,
      missing: each.missing,
      entered: each.entered,
      parts: each.parts.map(({ name, nameEn, modality, fields, clause }) => {
        return { name, nameEn, modality, fields, ...linked(clause) }
      }),
      ...sourced(each.clause),
    },
  })),
)

export const lookUpDistrict = lookUp(({ knowledge, context, sourced }) =>
  listDistricts(knowledge, context).districts.map((each) => ({
    names: [String(each.number), each.name, each.name.replace(/区$/, ''), each.nameEn],
    words: each.industryList,
    told: {
      number: each.number,
      name: each.name,
      nameEn: each.nameEn,
      industries: each.industries,
      industryList: each.industryList,
      ...sourced(each.clause),
    },
  })),
)

export const lookUpPlatform = lookUp(({ knowledge, context, sourced }) =>
  listPlatforms(knowledge, context).platforms.map((each) => ({
    names: [String(each.number), each.name, each.nameEn],
    words: [each.note ?? ''],
    told: {
      number: each.number,
      name: each.name,
      nameEn: each.nameEn,
      platformUrl: each.url,
      note: each.note,
      entered: each.entered,
      ...sourced(each.clause),
    },
  })),
)

export const lookUpCourse = lookUp(({ knowledge, context, sourced }) =>
  listCourses(knowledge, context).courses.map((each) => ({
    names: [String(each.number), each.name, each.nameEn],
    words: each.topics,
    told: {
      number: each.number,
      name: each.name,
      nameEn: each.nameEn,
      topics: each.topics,
      ...sourced(each.clause),
    },
  })),
)

/** One kind of the catalogue, by name. @throws ToolProblem with all names where none fits */
function lookUp<Told>(list: (present: Present) => Entry<Told>[]) {
  return async (asking: Asking, input: LookUpInput) => {
    const context = contextOf(asking)
    const knowledge = await loadKnowledge(asking.deps)
    const linked = ({ locator, url }: Clause) => ({ locator, url: linkTo(asking, url) })
    const sourced = (clause: Clause) => ({
      source: presentSource(headerOf(knowledge, clause.document), context),
      ...linked(clause),
    })
    const entries = list({ knowledge, context, sourced, linked })
    const found = input.name === undefined ? entries : entriesFor(entries, input.name)
    if (found.length === 0) {
      const names = entries.map((each) => each.names[1] ?? '')
      throw problemWith('catalogue_unknown', context.language, names)
    }
    return {
      day: context.day,
      total: found.length,
      entries: found.slice(0, input.limit).map(({ told }) => told),
    }
  }
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase().trim()

/** Those named just so; else those whose name holds, or is held by, what is asked; else those that hold its words. */
function entriesFor<Told>(entries: readonly Entry<Told>[], asked: string): Entry<Told>[] {
  const wanted = fold(asked)
  const words = wanted.split(/\s+/)
  const tests: ((entry: Entry<Told>) => boolean)[] = [
    ({ names }) => names.some((name) => fold(name) === wanted),
    ({ names }) => names.some((name) => isNear(fold(name), wanted)),
    (entry) => {
      const text = fold([...entry.names, ...entry.words].join(' '))
      return words.every((word) => text.includes(word))
    },
  ]
  for (const isOne of tests) {
    const found = entries.filter(isOne)
    if (found.length > 0) return found
  }
  return []
}

const SHORTEST_NAME = 2

const isNear = (name: string, wanted: string): boolean =>
  name.length >= SHORTEST_NAME && (name.includes(wanted) || wanted.includes(name))

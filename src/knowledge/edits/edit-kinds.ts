import { z } from 'zod'
import type { EditKind } from '../../shared/edit-kinds.ts'
import { type ServiceField, serviceFields } from '../../shared/service-fields.ts'
import { Course, District, Lexicon, Platform, Replies, Service, Utterances } from '../schemas.ts'

/** The files of `knowledge/` that colleagues edit in the console. */
export type Editable = {
  services: Service[]
  courses: Course[]
  platforms: Platform[]
  districts: District[]
  replies: Replies
  lexicon: Lexicon
  utterances: Utterances[]
}

/** A record within its kind, with what a person recognises it by. */
export type EditRecord = { id: string; title: string; content: unknown }

type Kind = {
  /** Where the packaged record stands. */
  file: (id: string) => string
  list: (knowledge: Editable) => EditRecord[]
  /** The schema of the record of this id; undefined where there can be none. */
  schemaOf: (id: string) => z.ZodType | undefined
  /** Puts it in, or takes it out (null). `content` has passed its schema. */
  put: (knowledge: Editable, id: string, content: unknown) => Editable
  /** What the sources give and nobody may change: paths within the record. */
  fixed: readonly string[]
  /** Whether records like this can be added and taken out. */
  open: (id: string) => boolean
}

type ListKey = 'services' | 'courses' | 'platforms' | 'districts'
type Item<Key extends ListKey> = Editable[Key][number]

function listKind<Key extends ListKey>(
  key: Key,
  schema: z.ZodType<Item<Key>>,
  idOf: (item: Item<Key>) => string,
  fixed: readonly string[],
): Kind {
  const items = (knowledge: Editable): readonly Item<Key>[] => knowledge[key]
  return {
    file: () => `catalogue/${key}.yml`,
    list: (knowledge) =>
      items(knowledge).map((item) => ({ id: idOf(item), title: item.name, content: item })),
    schemaOf: () => schema,
    put: (knowledge, id, content) => {
      const next = schema.parse(content)
      const changed = items(knowledge).map((item) => (idOf(item) === id ? next : item))
      return { ...knowledge, [key]: changed }
    },
    fixed,
    open: () => false,
  }
}

const numberOf = ({ number }: { number: number }) => String(number)

const partFixed = Array.from({ length: 9 }, (_, at) =>
  ['name', 'modality', 'clause'].map((field) => `parts.${at}.${field}`),
).flat()

/** The AI label is not among them: its words are the law's (GB 45438-2025). */
const replySections = ['refuse', 'clarify', 'chat', 'missing_fact', 'escalate', 'notices'] as const
const Reply = Replies.shape.notices.valueType

/** `refuse.injection` → its two halves. @param mark what stands between them */
function halves(id: string, mark: string): [string, string] {
  const at = id.indexOf(mark)
  return at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)]
}

const replies: Kind = {
  file: () => 'replies.yml',
  list: ({ replies: all }) =>
    replySections.flatMap((section) =>
      Object.entries(all[section]).map(([name, content]) => {
        return { id: `${section}.${name}`, title: name, content }
      }),
    ),
  schemaOf: () => Reply,
  put: (knowledge, id, content) => {
    const [section, name] = halves(id, '.')
    const known = replySections.find((each) => each === section)
    if (!known) return knowledge
    const changed = { ...knowledge.replies[known], [name]: Reply.parse(content) }
    return { ...knowledge, replies: { ...knowledge.replies, [known]: changed } }
  },
  fixed: [],
  open: () => false,
}

const lexiconSections = [
  'fields',
  'synonyms',
  'places',
  'countries',
  'bodies',
  'english',
  'abbreviations',
  'typos',
] as const
type LexiconSection = (typeof lexiconSections)[number]

const Word = z.string().trim().min(1)
const Words = z.array(Word).min(1)
const oneWord: ReadonlySet<LexiconSection> = new Set(['english', 'abbreviations', 'typos'])

const sectionOf = (id: string) => lexiconSections.find((section) => section === halves(id, '/')[0])

const lexicon: Kind = {
  file: () => 'lexicon.yml',
  list: ({ lexicon: all }) =>
    lexiconSections.flatMap((section) =>
      Object.entries(all[section]).map(([term, content]) => {
        return { id: `${section}/${term}`, title: term, content }
      }),
    ),
  schemaOf: (id) => {
    const section = sectionOf(id)
    if (!section || halves(id, '/')[1].trim() === '') return undefined
    return oneWord.has(section) ? Word : Words
  },
  put: (knowledge, id, content) => {
    const section = sectionOf(id)
    if (!section) return knowledge
    const term = halves(id, '/')[1]
    const before: Record<string, unknown> = knowledge.lexicon[section]
    const { [term]: _, ...rest } = before
    const changed = content === null ? rest : { ...before, [term]: content }
    return { ...knowledge, lexicon: Lexicon.parse({ ...knowledge.lexicon, [section]: changed }) }
  },
  fixed: [],
  open: (id) => sectionOf(id) !== 'fields',
}

const UtteranceList = Utterances.shape.utterances

const utterances: Kind = {
  file: (id) => `utterances/${id}.yml`,
  list: ({ utterances: all }) =>
    all.map(({ intent, label, utterances: content }) => ({ id: intent, title: label.zh, content })),
  schemaOf: () => UtteranceList,
  put: (knowledge, id, content) => {
    const changed = knowledge.utterances.map((each) =>
      each.intent === id ? { ...each, utterances: UtteranceList.parse(content) } : each,
    )
    return { ...knowledge, utterances: changed }
  },
  fixed: [],
  open: () => false,
}

const rowFixed = ['number', 'name', 'clause'] as const

export const kinds: Record<EditKind, Kind> = {
  service: listKind('services', Service, ({ id }) => id, [
    'id',
    'group',
    'order',
    'name',
    'modality',
    'clause',
    ...partFixed,
  ]),
  course: listKind('courses', Course, numberOf, rowFixed),
  platform: listKind('platforms', Platform, numberOf, rowFixed),
  district: listKind('districts', District, numberOf, rowFixed),
  reply: replies,
  lexicon,
  utterances,
}

/** What may stand in a field although the source does not say it, by `service/<id>` or `platform/<number>`. */
export type Entered = Record<string, string[]>

/**
 * Fields that the institution has entered itself: those that the source leaves empty (服务事项清单 asks for seven,
 * the standard gives fewer), and addresses of web sites, which move.
 */
export function listEntered(packaged: Editable, edited: Editable): Entered {
  const services = edited.services.flatMap((service): [string, string[]][] => {
    const base = packaged.services.find(({ id }) => id === service.id)
    const own = base ? filledFields(base, service) : []
    const ofParts = service.parts.flatMap((part, at) => {
      const basePart = base?.parts[at]
      return basePart ? filledFields(basePart, part).map((field) => `parts.${at}.${field}`) : []
    })
    return [[`service/${service.id}`, [...own, ...ofParts]]]
  })
  const platforms = edited.platforms.map(({ number, url }): [string, string[]] => {
    const base = packaged.platforms.find((each) => each.number === number)
    return [`platform/${number}`, base && base.url !== url ? ['url'] : []]
  })
  return Object.fromEntries([...services, ...platforms].filter(([, names]) => names.length > 0))
}

type Seven = Pick<Service, ServiceField>

const filledFields = (base: Seven, edited: Seven) =>
  serviceFields.filter((field) => base[field] === null && edited[field] !== null)

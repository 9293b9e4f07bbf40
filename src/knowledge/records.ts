import { z } from 'zod'
import { outcomes } from '../shared/message.ts'
import { CalendarFile } from './calendar/calendar-file.ts'
import { graphKinds } from './search-indexes.ts'
import type { CommonTerms } from './weigh-words.ts'
import { addressOf, type AskedQuestions, type IndexEntry } from './index-entries.ts'
import { NoticeTexts } from './notice-texts.ts'
import type { Knowledge } from './read-knowledge.ts'
import { Classifier, trainClassifier } from './classifier/classifier.ts'
import {
  DetailExample,
  type Example,
  listDetails,
  listExamples,
} from './classifier/intent-examples.ts'
import { type OfferExample, OfferModel, trainOffers } from './classifier/offer-model.ts'
import { Questionnaires } from './questionnaires.ts'
import { ReplyTemplates } from './reply-templates.ts'
import { ReportTexts } from './report-texts.ts'
import { ReviewRubric } from './review-rubric.ts'
import { Solicitation } from './solicitation.ts'
import { listOfferExamples } from './solicitation-examples.ts'
import type { SolicitationRoles } from './solicitation-roles.ts'
import { normaliseQuestion } from './normalise-question.ts'
import {
  Course,
  District,
  DocumentHeader,
  Lexicon,
  Platform,
  Replies,
  Service,
  Settings,
  Term,
} from './schemas.ts'

const Intent = z.object({
  outcome: z.enum(outcomes),
  label: z.object({ zh: z.string(), en: z.string() }),
})

/** What a request needs of `knowledge/`, by kind: written with an index, read with it. */
export const Records = z.object({
  documents: z.array(DocumentHeader),
  services: z.array(Service),
  courses: z.array(Course),
  platforms: z.array(Platform),
  districts: z.array(District),
  terms: z.array(Term),
  lexicon: Lexicon,
  replies: Replies,
  settings: Settings,
  calendar: CalendarFile,
  notices: NoticeTexts,
  replyTemplates: ReplyTemplates,
  /** Empty in an index that was built before there were any. */
  questionnaires: Questionnaires.default([]),
  /** Undefined in an index that was built before there were reports. */
  report: ReportTexts.optional(),
  /** The same of 内部评价. */
  review: ReviewRubric.optional(),
  solicitation: Solicitation,
  intents: z.record(z.string(), Intent),
  details: z.array(DetailExample),
  /** Fields that the institution has entered where the source says nothing, by record. */
  entered: z.record(z.string(), z.array(z.string())).default({}),
  classifier: Classifier,
  offers: OfferModel,
  graph: z.enum(graphKinds).default('halfvec'),
  commonTerms: z
    .array(z.tuple([z.number(), z.number()]))
    .default([])
    .transform((counts): CommonTerms => new Map(counts)),
})
export type Records = z.infer<typeof Records>

/** Everything but what takes a few seconds to train, and what follows from the entries and the database. */
export type PlainRecords = Omit<Records, 'classifier' | 'offers' | 'graph' | 'commonTerms'>

export function plainRecordsOf(knowledge: Knowledge): PlainRecords {
  const { documents, catalogue, lexicon, replies, settings, calendar, notices, utterances } =
    knowledge
  const headers = documents.map(({ body, ...header }) => header)
  const intents = Object.fromEntries(
    utterances.map(({ intent, outcome, label }) => [intent, { outcome, label }]),
  )
  return {
    documents: headers,
    ...catalogue,
    lexicon,
    replies,
    settings,
    calendar,
    notices,
    replyTemplates: knowledge.replyTemplates,
    questionnaires: knowledge.questionnaires,
    report: knowledge.report,
    review: knowledge.review,
    solicitation: knowledge.solicitation,
    intents,
    details: listDetails(knowledge),
    entered: knowledge.entered,
  }
}

/** What the classifier of a knowledge learns from. */
export function intentExamples(knowledge: Knowledge): Example[] {
  return listExamples(knowledge, (text) => normaliseQuestion(text, knowledge.lexicon))
}

/** `vectors` are those of the texts in `listTexts`; undefined for an index of words only. */
export function trainIntents(
  examples: Example[],
  vectors: Map<string, number[]> | undefined,
): Promise<Classifier> {
  return trainClassifier(examples, vectors && (({ raw }) => vectors.get(raw) ?? []))
}

/** What the model of offers of a knowledge learns from. */
export function offerExamples({ solicitation, solicitationExamples }: Knowledge): OfferExample[] {
  return listOfferExamples(solicitationExamples, solicitation)
}

/** The same, with the vectors of `listTexts`; undefined for an index of words only. */
export function trainOfferModel(
  examples: OfferExample[],
  { roles, vectors }: { roles: SolicitationRoles; vectors: Map<string, number[]> | undefined },
): Promise<OfferModel> {
  const vectorOf = vectors && ((form: string) => vectors.get(form) ?? [])
  return trainOffers(examples, { roles, vectorOf })
}

/** Every text whose embedding an index needs, each once. */
export function listTexts(knowledge: Knowledge, entries: IndexEntry[]): string[] {
  const examples = listExamples(knowledge, (text) => text)
  return [
    ...new Set([
      ...entries.map(({ text }) => text),
      ...examples.map(({ raw }) => raw),
      ...offerExamples(knowledge).map(({ form }) => form),
    ]),
  ]
}

/** What people ask, by the address of the unit that answers. */
export function questionsByAddress(knowledge: Knowledge): AskedQuestions {
  const asked: AskedQuestions = new Map()
  for (const { document, passages } of [...knowledge.questions, ...knowledge.curatedQuestions]) {
    for (const { locator, questions } of passages) {
      const address = addressOf({ document, locator })
      asked.set(address, [...(asked.get(address) ?? []), ...questions])
    }
  }
  return asked
}

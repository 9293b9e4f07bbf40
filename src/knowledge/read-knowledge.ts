import { z } from 'zod'
import { AppError } from '../shared/errors.ts'
import { CalendarFile } from './calendar/calendar-file.ts'
import { checkReferences } from './check-references.ts'
import type { CuratedDocument } from './curated/curated-document.ts'
import { applyEdits, type Edit } from './edits/apply-edits.ts'
import type { Editable, Entered } from './edits/edit-kinds.ts'
import { NoticeTexts } from './notice-texts.ts'
import type { Passage } from './passage.ts'
import {
  type KnowledgeFiles,
  type Parsed,
  type Problem,
  type Read,
  type SourceDocument,
  parseYaml,
  readDocument,
} from './read-documents.ts'
import { Questionnaires } from './questionnaires.ts'
import { ReplyTemplates } from './reply-templates.ts'
import { ReportTexts } from './report-texts.ts'
import { ReviewRubric } from './review-rubric.ts'
import {
  Course,
  District,
  Lexicon,
  Platform,
  Questions,
  Replies,
  Service,
  Settings,
  Term,
  Utterances,
} from './schemas.ts'
import { Solicitation } from './solicitation.ts'
import { SolicitationExamples } from './solicitation-examples.ts'
import { SolicitationRoles } from './solicitation-roles.ts'
import { splitPassages } from './split-passages.ts'
import { applyVersions, carryQuestions, type VersionInUse } from './versions/apply-versions.ts'

export type Knowledge = {
  documents: SourceDocument[]
  passages: Passage[]
  catalogue: {
    services: Service[]
    courses: Course[]
    platforms: Platform[]
    districts: District[]
    terms: Term[]
  }
  lexicon: Lexicon
  replies: Replies
  settings: Settings
  calendar: CalendarFile
  notices: NoticeTexts
  replyTemplates: ReplyTemplates
  questionnaires: Questionnaires
  report: ReportTexts
  review: ReviewRubric
  solicitation: Solicitation
  solicitationExamples: SolicitationExamples
  solicitationRoles: SolicitationRoles
  utterances: Utterances[]
  questions: Questions[]
  /** What curated answers answer: it leads to them, and teaches nothing else. */
  curatedQuestions: Questions[]
  /** What the institution has entered where the source says nothing. */
  entered: Entered
}

export type CheckedKnowledge = { knowledge: Knowledge } | { problems: Problem[] }

/**
 * Reads the files of `knowledge/` and checks each against its schema and all against each other.
 * @param above edits of colleagues, which take the place of packaged records, and versions of documents
 * @throws AppError `invalid` that names file, line and field of every problem
 */
export function readKnowledge(files: KnowledgeFiles, above: Partial<Above> = {}): Knowledge {
  const checked = checkKnowledge(files, { edits: [], versions: [], curated: [], ...above })
  if ('problems' in checked) throw invalid(checked.problems)
  return checked.knowledge
}

/** What colleagues have published above the files. */
export type Above = {
  edits: readonly Edit[]
  versions: readonly VersionInUse[]
  curated: readonly CuratedDocument[]
}

/** The same for somebody who wants to be told of the problems one by one. */
export function checkKnowledge(
  files: KnowledgeFiles,
  { edits, versions, curated }: Above,
): CheckedKnowledge {
  const { parts: packaged, problems } = readParts(files)
  // References are only worth checking between sound files: one broken document would spoil dozens.
  if (problems.length > 0 || !isComplete(packaged)) return { problems }
  const edited = applyEdits(editableOf(packaged), edits)
  if (edited.problems.length > 0) return { problems: edited.problems }
  const { entered } = edited
  const parts = { ...packaged, ...partsOf(packaged, edited.knowledge), entered }
  const base = parts.documents.map(({ value }) => value)
  const documents = applyVersions(base, versions)
  const passages = documents.flatMap(splitPassages)
  const packagedPassages = versions.length > 0 ? base.flatMap(splitPassages) : passages
  const broken = checkReferences(parts, packagedPassages, { documents, passages })
  if (broken.length > 0) return { problems: broken }
  const asked = parts.questions.map(({ value }) => value)
  const questions = carryQuestions(asked, base, documents)
  const texts = {
    documents: [...documents, ...curated.map(({ document }) => document)],
    passages: [...passages, ...curated.flatMap((each) => each.passages)],
    questions,
    curatedQuestions: curated.map(({ asked }) => asked),
  }
  return { knowledge: knowledgeOf(parts, texts) }
}

/** The packaged records that can be edited, without a look at anything else. @throws AppError `invalid` */
export function readEditable(files: KnowledgeFiles): Editable {
  const { parts, problems } = readParts(files, EDITABLE)
  const { services, courses, platforms, districts, replies, lexicon } = parts
  if (!services || !courses || !platforms || !districts || !replies || !lexicon) {
    throw invalid(problems)
  }
  return editableOf({ ...parts, services, courses, platforms, districts, replies, lexicon })
}

const EDITABLE =
  /^(?:catalogue\/(?:services|courses|platforms|districts)|replies|lexicon|utterances\/.*)\.ya?ml$/

type Parts = ReturnType<typeof readParts>['parts']
type Complete = { [Name in keyof Parts]: NonNullable<Parts[Name]> }
type EditableParts = Pick<Complete, Exclude<keyof Editable, 'utterances'>> &
  Pick<Parts, 'utterances'>

function editableOf(parts: EditableParts): Editable {
  return {
    services: parts.services.value,
    courses: parts.courses.value,
    platforms: parts.platforms.value,
    districts: parts.districts.value,
    replies: parts.replies.value,
    lexicon: parts.lexicon.value,
    utterances: parts.utterances.map(({ value }) => value),
  }
}

/** The edited records with the places of the packaged ones, for what is told of them. */
function partsOf(packaged: Complete, edited: Editable): EditableParts {
  return {
    services: { ...packaged.services, value: edited.services },
    courses: { ...packaged.courses, value: edited.courses },
    platforms: { ...packaged.platforms, value: edited.platforms },
    districts: { ...packaged.districts, value: edited.districts },
    replies: { ...packaged.replies, value: edited.replies },
    lexicon: { ...packaged.lexicon, value: edited.lexicon },
    utterances: packaged.utterances.map((part, at) => {
      return { ...part, value: edited.utterances[at] ?? part.value }
    }),
  }
}

type Texts = Pick<Knowledge, 'documents' | 'passages' | 'questions' | 'curatedQuestions'>

function knowledgeOf(parts: Complete & { entered: Entered }, texts: Texts): Knowledge {
  const { lexicon, replies, settings, calendar, notices, utterances } = parts
  return {
    ...texts,
    catalogue: {
      services: parts.services.value,
      courses: parts.courses.value,
      platforms: parts.platforms.value,
      districts: parts.districts.value,
      terms: parts.terms.value,
    },
    lexicon: lexicon.value,
    replies: replies.value,
    settings: settings.value,
    calendar: calendar.value,
    notices: notices.value,
    replyTemplates: parts.replyTemplates.value,
    questionnaires: parts.questionnaires.value,
    report: parts.report.value,
    review: parts.review.value,
    solicitation: parts.solicitation.value,
    solicitationExamples: parts.solicitationExamples.value,
    solicitationRoles: parts.solicitationRoles.value,
    utterances: utterances.map(({ value }) => value),
    entered: parts.entered,
  }
}

function readParts(all: KnowledgeFiles, wanted = /./) {
  const files = Object.fromEntries(Object.entries(all).filter(([file]) => wanted.test(file)))
  const problems: Problem[] = []
  const take = <T>(parsed: Parsed<T>): Read<T> | undefined => {
    if (!('problems' in parsed)) return parsed
    problems.push(...parsed.problems)
    return undefined
  }
  const one = <S extends z.ZodType>(file: string, schema: S) => {
    const content = files[file]
    const missing = { file, line: 1, field: 'file', message: 'is missing' }
    return take<z.infer<S>>(
      content === undefined ? { problems: [missing] } : parseYaml(schema, file, content),
    )
  }
  const each = <T>(folder: RegExp, read: (file: string, content: string) => Parsed<T>) =>
    Object.entries(files)
      .filter(([file]) => folder.test(file))
      .flatMap(([file, content]) => take(read(file, content)) ?? [])
  const parts = {
    documents: each(/^policies\/[^/]+\.md$/, readDocument),
    services: one('catalogue/services.yml', z.array(Service).min(1)),
    courses: one('catalogue/courses.yml', z.array(Course).min(1)),
    platforms: one('catalogue/platforms.yml', z.array(Platform).min(1)),
    districts: one('catalogue/districts.yml', z.array(District).min(1)),
    terms: one('catalogue/terms.yml', z.array(Term).min(1)),
    lexicon: one('lexicon.yml', Lexicon),
    replies: one('replies.yml', Replies),
    settings: one('settings.yml', Settings),
    calendar: one('calendar.yml', CalendarFile),
    notices: one('notices.yml', NoticeTexts),
    replyTemplates: one('reply-templates.yml', ReplyTemplates),
    questionnaires: one('questionnaire.yml', Questionnaires),
    report: one('report.yml', ReportTexts),
    review: one('review.yml', ReviewRubric),
    solicitation: one('solicitation.yml', Solicitation),
    solicitationExamples: one('solicitation-examples.yml', SolicitationExamples),
    solicitationRoles: one('solicitation-roles.yml', SolicitationRoles),
    utterances: each(/^utterances\/[^/]+\.ya?ml$/, (file, content) =>
      parseYaml(Utterances, file, content),
    ),
    questions: each(/^questions\/[^/]+\.ya?ml$/, (file, content) =>
      parseYaml(Questions, file, content),
    ),
  }
  return { parts, problems }
}

function isComplete<T extends Record<string, unknown>>(
  parts: T,
): parts is { [K in keyof T]: NonNullable<T[K]> } {
  return Object.values(parts).every((part) => part !== undefined)
}

function invalid(problems: Problem[]): AppError {
  const lines = problems.map(({ file, line, field, message }) => {
    return `${file}:${line} ${field}: ${message}`
  })
  return new AppError('invalid', lines.join('\n'))
}

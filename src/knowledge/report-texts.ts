import { z } from 'zod'
import { reportSections } from '../shared/report-states.ts'

const Text = z.string().trim().min(1).max(500)
const Clause = z.string().regex(/^[a-z0-9-]+#[A-Za-z0-9.()]+$/)
const Year = z.int().min(2000).max(2100)
const Id = z.string().regex(/^[a-z_]+\.[a-z_]+$/)

const Sentence = z.strictObject({
  /** The figure whose number decides which of the three is written. */
  of: Id,
  none: Text.optional(),
  few: Text.optional(),
  some: Text,
})
export type Sentence = z.infer<typeof Sentence>

const Section = z.strictObject({ title: Text, sentences: z.array(Sentence).max(20) })

export const targetKinds = ['above', 'about', 'reach', 'least'] as const

const Target = z.strictObject({
  title: Text,
  value: z.int().min(1),
  unit: Text,
  kind: z.enum(targetKinds),
  figure: Id.optional(),
  clause: Clause,
  from: Year,
  to: Year,
})

/** What is said in every report. */
export const ReportWords = z.strictObject({
  draft: Text,
  approved: Text,
  label: Text,
  written: Text,
  openNote: Text,
  targetNote: Text,
  unknownResult: Text,
  otherPeriod: Text,
  samePeriod: Text,
  wholePeriod: Text,
  cityTarget: Text,
  noData: Text,
  hidden: Text,
  queries: Text,
  queryNote: Text,
})

/** A number of a figure or table in a sentence: `{figure}` or `{figure:form}`. */
export const PLACE = /\{([a-z_]+\.[a-z_]+)(?::([a-z]+))?\}/g
const forms: readonly string[] = ['part', 'of', 'share', 'change', 'top']

/** `report.yml`: what the yearly report says, and the targets that the sources name. */
export const ReportTexts = z
  .strictObject({
    title: Text,
    fewBelow: z.int().min(2).max(100),
    change: z.strictObject({ more: Text, less: Text, same: Text, share: Text, none: Text }),
    figures: z.record(Id, z.strictObject({ title: Text, unit: Text, meaning: Text })),
    tables: z.record(Id, z.strictObject({ title: Text, name: Text, unit: Text })),
    notStated: Text,
    names: z.record(z.string(), Text),
    sections: z.strictObject({
      consultations: Section,
      cases: Section,
      complaints: Section,
      training: Section,
      problems: Section,
      measures: Section,
    }),
    targets: z.array(Target).max(20),
    targetKinds: z.record(z.enum(targetKinds), Text),
    words: ReportWords,
  })
  .check(({ value, issues }) => {
    const refuse = (path: string[], message: string, input: string) =>
      issues.push({ code: 'custom', path, message, input })
    const means = (id: string, form: string | undefined) =>
      id in (form === 'top' ? value.tables : value.figures) &&
      (form === undefined || forms.includes(form))
    for (const name of reportSections) {
      for (const { of, none = '', few = '', some } of value.sections[name].sentences) {
        if (!(of in value.figures)) refuse(['sections', name], `${of} is no figure`, of)
        const places = [...`${none}${few}${some}`.matchAll(PLACE)]
        const wrong = places.find(([, id = '', form]) => !means(id, form))
        if (wrong) refuse(['sections', name], `${wrong[0]} means nothing`, wrong[0])
      }
    }
  })
export type ReportTexts = z.infer<typeof ReportTexts>

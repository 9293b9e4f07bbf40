import { z } from 'zod'
import { fields, urgencies } from '../shared/message.ts'
import { type NoticeKind, noticeKinds } from '../shared/notice-kinds.ts'

const Text = z.string().trim().min(1)
const InTwoLanguages = z.strictObject({ zh: Text, en: Text })
const Sentence = z.strictObject({ title: InTwoLanguages, text: InTwoLanguages })

/**
 * The words that a line of its own can tell, where the text does not. `invitation` is never part of a notice's
 * data: it is opened for the one e-mail that brings it.
 */
export const detailWords = ['code', 'field', 'urgency', 'dueAt', 'count', 'invitation'] as const

const channels = ['email', 'wecom_app', 'wecom_robot', 'webhook', 'job'] as const
/** What a title of WeCom holds at most (SPEC 5.5: 128 characters). */
const LONGEST_TITLE = 60
const LONGEST_TEXT = 200

/** `notices.yml`: what each notice says. */
export const NoticeTexts = z
  .strictObject({
    kinds: z.record(z.enum(kindsOf(noticeKinds)), Sentence),
    details: z.record(z.enum(detailWords), InTwoLanguages),
    words: z.strictObject({
      field: z.record(z.enum(fields), InTwoLanguages),
      urgency: z.record(z.enum(urgencies), InTwoLanguages),
      channel: z.record(z.enum(channels), InTwoLanguages),
    }),
  })
  .check(({ value, issues }) => {
    for (const [path, text, allowed, longest] of textsOf(value)) {
      const wrong = wordsIn(text).filter((word) => !allowed.includes(word))
      const message = [
        ...wrong.map((word) => `{${word}} is no placeholder of this text`),
        ...(text.length > longest ? [`is longer than ${longest} characters`] : []),
      ].join('; ')
      if (message !== '') issues.push({ code: 'custom', message, path, input: text })
    }
  })
export type NoticeTexts = z.infer<typeof NoticeTexts>

/** The placeholders of a text, in their order. */
function wordsIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => word)
}

type Part = [path: string[], text: string, allowed: readonly string[], longest: number]

function textsOf({ kinds, details }: Omit<NoticeTexts, 'words'>): Part[] {
  const inBoth = (
    path: string[],
    both: { zh: string; en: string },
    ...rest: [readonly string[], number]
  ) =>
    (['zh', 'en'] as const).map((language): Part => [[...path, language], both[language], ...rest])
  const ofKinds = kindsOf(noticeKinds).flatMap((kind) => {
    const { words } = noticeKinds[kind]
    return [
      ...inBoth(['kinds', kind, 'title'], kinds[kind].title, words, LONGEST_TITLE),
      ...inBoth(['kinds', kind, 'text'], kinds[kind].text, words, LONGEST_TEXT),
    ]
  })
  const ofDetails = detailWords.flatMap((word) =>
    inBoth(['details', word], details[word], [word], LONGEST_TITLE),
  )
  return [...ofKinds, ...ofDetails]
}

function kindsOf(kinds: typeof noticeKinds): NoticeKind[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own keys
  return Object.keys(kinds) as NoticeKind[]
}

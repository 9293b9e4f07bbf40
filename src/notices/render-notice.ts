import { detailWords, type NoticeTexts } from '../knowledge/notice-texts.ts'
import { type NoticeKind, noticeKinds } from '../shared/notice-kinds.ts'
import { tellDeadline } from '../shared/shanghai-day.ts'

export type Language = 'zh' | 'en'

export type RenderedNotice = { title: string; text: string }

type Said = { kind: NoticeKind; data: Record<string, string> }

/** What a notice says in one language: its text, then a line for each other word of its data. */
export function renderNotice(
  texts: NoticeTexts,
  { kind, data }: Said,
  language: Language,
): RenderedNotice {
  const own: readonly string[] = noticeKinds[kind].words
  const words = tellWords(texts, data, language)
  const lines = detailWords
    .filter((word) => word in data && !own.includes(word))
    .map((word) => texts.details[word][language])
  const { title, text } = texts.kinds[kind]
  return {
    title: fill(title[language], words),
    text: [text[language], ...lines].map((line) => fill(line, words)).join('\n'),
  }
}

function fill(template: string, words: Map<string, string>): string {
  return template.replace(/\{([^{}]*)\}/g, (placeholder, word: string) => {
    return words.get(word) ?? placeholder
  })
}

function tellWords(
  { words, kinds }: NoticeTexts,
  data: Record<string, string>,
  language: Language,
): Map<string, string> {
  const known = new Map<string, Record<Language, string>>([
    ...Object.entries(words.field),
    ...Object.entries(words.urgency),
    ...Object.entries(words.channel),
    ...Object.entries(kinds).map(([kind, { title }]) => [kind, plain(title)] as const),
  ])
  return new Map(
    Object.entries(data).map(([word, value]) => {
      if (word === 'dueAt' || word === 'startsAt') return [word, tellDeadline(new Date(value))]
      return [word, known.get(value)?.[language] ?? value]
    }),
  )
}

/** A title as the name of its kind: without what it would say of one case. */
function plain({ zh, en }: Record<Language, string>): Record<Language, string> {
  const without = (title: string) => title.replaceAll(/\{[^{}]*\}/g, '…').trim()
  return { zh: without(zh), en: without(en) }
}

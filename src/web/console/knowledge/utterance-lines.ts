import { linesIn, objectIn, splitLines, textIn } from './content.ts'

const BAR = ' | '

type Mark = 'slot' | 'ask' | 'topics'

/** What a line names after the bar: the missing fact, what to ask back, or services. */
export function markOf(intent: string, content: readonly unknown[]): Mark {
  if (intent === 'missing_fact') return 'slot'
  return content.some((each) => textIn(objectIn(each)['ask']) !== '') ? 'ask' : 'topics'
}

/** One utterance a line, what it names after a bar. */
export function toLines(content: readonly unknown[]): string {
  return content
    .map((each) => {
      const { text, slot, ask, topics } = objectIn(each)
      const marks = [textIn(slot), textIn(ask), ...linesIn(topics)].filter((mark) => mark !== '')
      return marks.length > 0 ? `${textIn(text)}${BAR}${marks.join('、')}` : textIn(text)
    })
    .join('\n')
}

export function fromLines(text: string, mark: Mark): object[] {
  return splitLines(text).map((line) => {
    const at = line.lastIndexOf('|')
    if (at < 0) return { text: line }
    const named = line.slice(at + 1).trim()
    const said = { text: line.slice(0, at).trim() }
    if (named === '') return said
    return { ...said, [mark]: mark === 'topics' ? named.split(/[、,，]/u) : named }
  })
}

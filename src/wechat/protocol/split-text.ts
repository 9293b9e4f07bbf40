/** Of one text message: 45002 "content size out of limit" comes above it. */
export const LONGEST_TEXT = 2_048

/** How many bytes a text takes in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0
  for (const character of text) bytes += bytesOf(character)
  return bytes
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return 1
  if (code < 0x8_00) return 2
  return code < 0x1_00_00 ? 3 : 4
}

/** As many whole characters from the beginning as fit into `limit` bytes. */
export function cutBytes(text: string, limit: number): string {
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += bytesOf(character)
    if (bytes > limit) break
    end += character.length
  }
  return text.slice(0, end)
}

/** Pieces of at most `limit` bytes that joined give the text; none for an empty text. */
export function splitHard(text: string, limit = LONGEST_TEXT): string[] {
  const pieces: string[] = []
  for (let rest = text; rest !== '';) {
    const piece = cutBytes(rest, limit)
    if (piece === '') return pieces
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return pieces
}

/** Before this much of a piece is full no line or sentence ends it. */
const FULL_ENOUGH = 0.5
const LINE_ENDS = ['\n\n', '\n']
const SENTENCE_ENDS = ['。', '！', '？', '；', '. ', '! ', '? ']

/** The same, but ending at a paragraph, line or sentence where one ends in the latter half; edges are trimmed. */
export function splitText(text: string, limit = LONGEST_TEXT): string[] {
  const pieces: string[] = []
  for (let rest = text.trim(); rest !== '';) {
    const piece = cutNicely(rest, limit)
    if (piece === '') return pieces
    pieces.push(piece.trimEnd())
    rest = rest.slice(piece.length).trimStart()
  }
  return pieces
}

/** As much as fits and ends well; without a link that is cut in two. */
export function cutNicely(text: string, limit: number): string {
  const fitting = cutBytes(text, limit)
  if (fitting.length === text.length) return text
  const open = fitting.lastIndexOf('<a ')
  const whole = open > fitting.lastIndexOf('</a>') && open > 0 ? fitting.slice(0, open) : fitting
  for (const ends of [LINE_ENDS, SENTENCE_ENDS]) {
    const end = Math.max(...ends.map((each) => endOf(whole, each)))
    if (end > whole.length * FULL_ENOUGH) return whole.slice(0, end)
  }
  return whole
}

function endOf(text: string, mark: string): number {
  const at = text.lastIndexOf(mark)
  return at < 0 ? -1 : at + mark.length
}

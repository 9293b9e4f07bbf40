const longest = 600
const shortestHead = 200

function isBreak(text: string, at: number): boolean {
  return text.charAt(at) === '\n' || '。；！？'.includes(text.charAt(at))
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end === -1 ? text.length : end)
}

/** Citations behind a full stop belong to the sentence before it. */
function afterMarks(text: string, at: number): number {
  const marks = /^(?:\[\d{1,2}\])+/.exec(text.slice(at, at + 40))
  return at + (marks?.[0].length ?? 0)
}

/** Where a long answer is cut while folded: at a blank line, else behind a sentence, never inside a table. */
export function foldPoint(text: string): number | undefined {
  if (text.length <= longest) return undefined
  const blank = text.lastIndexOf('\n\n', longest)
  if (blank >= shortestHead) return blank
  for (let at = longest; at >= shortestHead; at -= 1) {
    if (isBreak(text, at) && !lineAt(text, at).trim().startsWith('|'))
      return afterMarks(text, at + 1)
  }
  const isTable = lineAt(text, longest).trim().startsWith('|')
  return isTable ? undefined : longest
}

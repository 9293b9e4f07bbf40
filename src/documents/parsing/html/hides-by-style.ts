import { type Colour, isSeenOn, readHexColour, SMALLEST_POINTS, WHITE } from '../contrast.ts'
import type { HiddenReason } from '../parsed-document.ts'

/** Points of one CSS pixel. */
const POINTS = 0.75
const FAR = 500
const NAMED: Record<string, Colour> = {
  white: WHITE,
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  black: [0, 0, 0],
}

/**
 * Why the text of an element with these declarations (`display: none; color: #fff`) is not seen,
 * as far as one can tell without laying the page out.
 */
export function hidesByStyle(style: string): HiddenReason | undefined {
  const said = readDeclarations(style)
  if (hidesWhole(said)) return 'hidden_text'
  if (isTiny(said.get('font-size') ?? said.get('font') ?? '')) return 'tiny_text'
  const colour = said.get('color')
  if (colour === undefined) return undefined
  if (colour === 'transparent') return 'white_text'
  const shown = readColour(colour)
  const ground = readColour(said.get('background-color') ?? said.get('background') ?? '') ?? WHITE
  return shown && !isSeenOn(shown, ground) ? 'white_text' : undefined
}

function readDeclarations(style: string): Map<string, string> {
  const said = new Map<string, string>()
  for (const declaration of style.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '').split(';')) {
    const at = declaration.indexOf(':')
    if (at < 0) continue
    const value = declaration.slice(at + 1).replace('!important', '')
    said.set(declaration.slice(0, at).trim().toLowerCase(), value.trim().toLowerCase())
  }
  return said
}

const UNSEEN: readonly [string, RegExp][] = [
  ['display', /^none$/],
  ['visibility', /^(?:hidden|collapse)$/],
  ['opacity', /^0?\.?0*%?$/],
  ['clip', /^rect\(0/],
  ['clip-path', /^inset\((?:50|100)%/],
  ['content-visibility', /^hidden$/],
]

function hidesWhole(said: ReadonlyMap<string, string>): boolean {
  if (UNSEEN.some(([name, value]) => value.test(said.get(name) ?? ' '))) return true
  const isNarrow = /^0(?:px)?$/.test(said.get('height') ?? said.get('max-height') ?? '')
  if (isNarrow && said.get('overflow') === 'hidden') return true
  return ['left', 'right', 'top', 'text-indent', 'margin-left'].some((name) => {
    return Number.parseFloat(said.get(name) ?? '') <= -FAR
  })
}

function isTiny(size: string): boolean {
  const [, amount, unit] = /(?:^|\s)([\d.]+)(px|pt|em|rem|%|)(?:[\s/]|$)/.exec(size) ?? []
  if (amount === undefined) return false
  const points = { px: POINTS, pt: 1, em: 12, rem: 12, '%': 0.12, '': 1 }[unit ?? ''] ?? 1
  return Number(amount) * points < SMALLEST_POINTS
}

function readColour(text: string): Colour | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text)
  if (short)
    return readHexColour(
      short
        .slice(1)
        .map((digit) => digit.repeat(2))
        .join(''),
    )
  const parts = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(text)
  if (parts) return [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  return NAMED[text] ?? readHexColour(text)
}

import type { HiddenReason } from './parsed-document.ts'

export type Colour = readonly [red: number, green: number, blue: number]

/** Smaller letters are not read on paper. */
export const SMALLEST_POINTS = 4
/** WCAG 2.2 wants 4.5 for reading; below this nothing is seen. */
const LEAST_CONTRAST = 1.3

export const WHITE: Colour = [255, 255, 255]
export const BLACK: Colour = [0, 0, 0]

/** Of `RRGGBB`; undefined for anything else. */
export function readHexColour(text: string): Colour | undefined {
  const [, red, green, blue] = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text) ?? []
  if (red === undefined || green === undefined || blue === undefined) return undefined
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

/** Whether a colour shows on another (WCAG 2.2, contrast ratio). */
export function isSeenOn(colour: Colour, ground: Colour): boolean {
  const [lighter, darker] = [luminance(colour), luminance(ground)].toSorted((a, b) => b - a)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05) >= LEAST_CONTRAST
}

function luminance([red, green, blue]: Colour): number {
  const linear = (byte: number) => {
    const share = byte / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

export type Look = { isHidden: boolean; colour: Colour; ground: Colour; points: number }

/** Why a text with this look is not seen. */
export function reasonOf({ isHidden, colour, ground, points }: Look): HiddenReason | undefined {
  if (isHidden) return 'hidden_text'
  if (!isSeenOn(colour, ground)) return 'white_text'
  return points < SMALLEST_POINTS ? 'tiny_text' : undefined
}

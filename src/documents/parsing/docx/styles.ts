import { BLACK, type Colour, type Look, readHexColour, WHITE } from '../contrast.ts'
import { childOf, valueOf, type XmlElement } from './read-xml.ts'

/** ECMA-376 part 1, 17.3.2: what a run says about its look; undefined where it says nothing. */
export type RunLook = {
  isHidden: boolean | undefined
  colour: Colour | 'auto' | undefined
  ground: Colour | undefined
  points: number | undefined
}

export type Style = {
  name: string
  basedOn: string | undefined
  look: RunLook
  /** 0 for the highest heading. */
  outline: number | undefined
  numbering: XmlElement | undefined
}

export type Styles = {
  byId: ReadonlyMap<string, Style>
  defaultLook: RunLook
  defaultParagraph: string | undefined
}

const USUAL_POINTS = 10
const DEEPEST = 20
const SAYS_NOTHING: RunLook = {
  isHidden: undefined,
  colour: undefined,
  ground: undefined,
  points: undefined,
}

export function readStyles(root: XmlElement | undefined): Styles {
  const byId = new Map<string, Style>()
  let defaultParagraph: string | undefined
  for (const element of root?.children ?? []) {
    const id = element.attributes['styleId']
    if (element.name !== 'style' || id === undefined) continue
    byId.set(id, readStyle(element))
    const isDefault = /^(1|true|on)$/.test(element.attributes['default'] ?? '')
    if (isDefault && element.attributes['type'] === 'paragraph') defaultParagraph = id
  }
  const defaults = childOf(childOf(root, 'docDefaults'), 'rPrDefault')
  return { byId, defaultParagraph, defaultLook: readRunLook(childOf(defaults, 'rPr')) }
}

function readStyle(element: XmlElement): Style {
  const paragraph = childOf(element, 'pPr')
  return {
    name: valueOf(element, 'name') ?? '',
    basedOn: valueOf(element, 'basedOn'),
    look: over(readGround(paragraph), readRunLook(childOf(element, 'rPr'))),
    outline: readOutline(paragraph),
    numbering: childOf(paragraph, 'numPr'),
  }
}

/** The style and those it rests on, itself first. */
export function chainOf(styles: Styles, id: string | undefined): Style[] {
  const chain: Style[] = []
  let next = id
  while (next !== undefined && chain.length < DEEPEST) {
    const style = styles.byId.get(next)
    if (!style) break
    chain.push(style)
    next = style.basedOn
  }
  return chain
}

export const lookOf = (chain: readonly Style[]): RunLook =>
  chain.toReversed().reduce((look, style) => over(look, style.look), SAYS_NOTHING)

/** The second look lies over the first. */
export function over(under: RunLook, upper: RunLook): RunLook {
  return {
    isHidden: upper.isHidden ?? under.isHidden,
    colour: upper.colour ?? under.colour,
    ground: upper.ground ?? under.ground,
    points: upper.points ?? under.points,
  }
}

/** As it is seen: `auto` is black, and white on a dark ground. */
export function settle({ isHidden, colour, ground = WHITE, points }: RunLook): Look {
  const isDark = ground[0] + ground[1] + ground[2] < 384
  const automatic = isDark ? WHITE : BLACK
  return {
    isHidden: isHidden ?? false,
    colour: colour === undefined || colour === 'auto' ? automatic : colour,
    ground,
    points: points ?? USUAL_POINTS,
  }
}

export function readRunLook(properties: XmlElement | undefined): RunLook {
  const size = Number(valueOf(properties, 'sz') ?? Number.NaN)
  return {
    isHidden: readToggle(properties, 'vanish'),
    colour: readColour(childOf(properties, 'color')),
    ground: readGround(properties).ground,
    points: Number.isFinite(size) ? size / 2 : undefined,
  }
}

function readColour(element: XmlElement | undefined): Colour | 'auto' | undefined {
  if (!element) return undefined
  const { val = '', themeColor } = element.attributes
  return readHexColour(val) ?? (themeColor !== undefined && isLight(themeColor) ? WHITE : 'auto')
}

const isLight = (theme: string): boolean => /^(background|light)1$/.test(theme)

/** The shading of a run, paragraph or cell. */
export function readGround(properties: XmlElement | undefined): RunLook {
  const fill = childOf(properties, 'shd')?.attributes['fill']
  return { ...SAYS_NOTHING, ground: fill === undefined ? undefined : readHexColour(fill) }
}

export function readOutline(properties: XmlElement | undefined): number | undefined {
  const level = Number(valueOf(properties, 'outlineLvl') ?? Number.NaN)
  return Number.isInteger(level) ? level : undefined
}

/** `<w:vanish/>` is on, `<w:vanish w:val="0"/>` is off. */
export function readToggle(properties: XmlElement | undefined, name: string): boolean | undefined {
  const element = childOf(properties, name)
  return element && !/^(0|false|off)$/.test(element.attributes['val'] ?? '')
}

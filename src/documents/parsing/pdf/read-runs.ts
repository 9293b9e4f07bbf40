import { BLACK, type Colour, readHexColour, reasonOf, WHITE } from '../contrast.ts'
import type { HiddenReason } from '../parsed-document.ts'
import { type Box, boxOf, holds, IDENTITY, type Matrix, multiply, toMatrix } from './matrix.ts'

/** Text that one operator shows; x grows to the right, y downwards, in points. */
export type Run = {
  text: string
  x: number
  y: number
  endX: number
  size: number
  /** Not from left to right: a stamp or a watermark. */
  isTurned: boolean
  hidden: HiddenReason | undefined
}

export type PageSetup = {
  /** From the space of the page to that of the runs. */
  transform: Matrix
  width: number
  height: number
  /** Whether a layer is shown, by what marks its content. */
  isLayerShown: (mark: unknown) => boolean
}

/** Numbers of operators by name, as the library has them. */
export type Operators = Readonly<Record<string, number>>
export type OperatorList = { fnArray: ArrayLike<number>; argsArray: ArrayLike<unknown> }

type State = {
  ctm: Matrix
  colour: Colour | undefined
  alpha: number
  size: number
  charSpacing: number
  wordSpacing: number
  scale: number
  leading: number
  rise: number
  mode: number
}

type Painter = {
  setup: PageSetup
  state: State
  saved: State[]
  text: Matrix
  line: Matrix
  layers: boolean[]
  /** Operators that end a path by filling it. */
  fills: ReadonlySet<number | undefined>
  grounds: { box: Box; colour: Colour | undefined }[]
  runs: Run[]
}

const MOST_SAVED = 500
const MOST_GROUNDS = 2_000
const MOST_RUNS = 100_000
/** Text rendering modes 3 and 7 paint nothing (ISO 32000-1, table 106). */
const UNPAINTED = new Set([3, 7])
const FILLS = [
  'fill',
  'eoFill',
  'fillStroke',
  'eoFillStroke',
  'closeFillStroke',
  'closeEOFillStroke',
]

/** Follows the operators of a page (ISO 32000-1, 8 and 9) as far as text, its colour and its ground go. */
export function readRuns(
  { fnArray, argsArray }: OperatorList,
  operators: Operators,
  setup: PageSetup,
): Run[] {
  const byNumber = new Map(
    Object.entries(actions).map(([name, action]) => [operators[name], action] as const),
  )
  const painter: Painter = {
    setup,
    state: {
      ctm: setup.transform,
      colour: BLACK,
      alpha: 1,
      size: 0,
      charSpacing: 0,
      wordSpacing: 0,
      scale: 1,
      leading: 0,
      rise: 0,
      mode: 0,
    },
    saved: [],
    text: IDENTITY,
    line: IDENTITY,
    layers: [],
    fills: new Set(FILLS.map((name) => operators[name])),
    grounds: [],
    runs: [],
  }
  for (let at = 0; at < fnArray.length && painter.runs.length < MOST_RUNS; at += 1) {
    const args: unknown = argsArray[at]
    byNumber.get(fnArray[at])?.(painter, Array.isArray(args) ? args : [])
  }
  return painter.runs
}

type Action = (painter: Painter, args: readonly unknown[]) => void

const numberAt = (args: readonly unknown[], at: number): number =>
  typeof args[at] === 'number' && Number.isFinite(args[at]) ? args[at] : 0

const set =
  (name: Exclude<keyof State, 'ctm' | 'colour'>, factor = 1): Action =>
  ({ state }, args) => {
    state[name] = numberAt(args, 0) * factor
  }

const save: Action = ({ saved, state }) => {
  if (saved.length < MOST_SAVED) saved.push({ ...state })
}

const restore: Action = (painter) => {
  painter.state = painter.saved.pop() ?? painter.state
}

const transform: Action = ({ state }, args) => {
  const matrix = toMatrix(args)
  if (matrix) state.ctm = multiply(state.ctm, matrix)
}

const moveTo = (painter: Painter, matrix: Matrix) => {
  painter.line = matrix
  painter.text = matrix
}

const moveBy = (painter: Painter, x: number, y: number) =>
  moveTo(painter, multiply(painter.line, [1, 0, 0, 1, x, y]))

const actions: Record<string, Action> = {
  save,
  restore,
  transform,
  paintFormXObjectBegin: (painter, args) => {
    save(painter, [])
    transform(painter, Array.isArray(args[0]) ? args[0] : Array.from(toMatrix(args[0]) ?? []))
  },
  paintFormXObjectEnd: restore,
  setFillRGBColor: ({ state }, args) => {
    state.colour = typeof args[0] === 'string' ? readHexColour(args[0]) : undefined
  },
  setFillColorN: ({ state }) => {
    state.colour = undefined
  },
  setGState: ({ state }, args) => {
    const pairs: unknown[] = Array.isArray(args[0]) ? args[0] : []
    for (const pair of pairs) {
      if (!Array.isArray(pair)) continue
      if (pair[0] === 'ca') state.alpha = numberAt(pair, 1)
      if (pair[0] === 'Font') state.size = numberAt(Array.isArray(pair[1]) ? pair[1] : [], 1)
    }
  },
  constructPath: fillGround,
  beginMarkedContent: ({ layers }) => void layers.push(true),
  beginMarkedContentProps: ({ layers, setup }, args) => {
    layers.push(args[0] !== 'OC' || setup.isLayerShown(args[1]))
  },
  endMarkedContent: ({ layers }) => void layers.pop(),
  beginText: (painter) => moveTo(painter, IDENTITY),
  setTextMatrix: (painter, args) => {
    const matrix = toMatrix(args) ?? toMatrix(args[0])
    if (matrix) moveTo(painter, matrix)
  },
  moveText: (painter, args) => moveBy(painter, numberAt(args, 0), numberAt(args, 1)),
  setLeadingMoveText: (painter, args) => {
    painter.state.leading = -numberAt(args, 1)
    moveBy(painter, numberAt(args, 0), numberAt(args, 1))
  },
  nextLine: (painter) => moveBy(painter, 0, -painter.state.leading),
  setLeading: set('leading'),
  setFont: ({ state }, args) => {
    state.size = numberAt(args, 1)
  },
  setCharSpacing: set('charSpacing'),
  setWordSpacing: set('wordSpacing'),
  setHScale: set('scale', 0.01),
  setTextRise: set('rise'),
  setTextRenderingMode: set('mode'),
  showText: (painter, args) => showText(painter, Array.isArray(args[0]) ? args[0] : []),
}

/** A filled area lies under what is written on it later. */
function fillGround({ state, grounds, fills }: Painter, args: readonly unknown[]) {
  const bounds = args[2]
  if (
    !fills.has(numberAt(args, 0)) ||
    !(bounds instanceof Float32Array) ||
    bounds.length !== 4 ||
    state.alpha < 0.5
  )
    return
  grounds.push({ box: boxOf(state.ctm, [...bounds]), colour: state.colour })
  if (grounds.length > MOST_GROUNDS) grounds.shift()
}

type Glyph = { unicode: string; width: number; isSpace: boolean }

const toGlyph = (value: unknown): Glyph | undefined => {
  if (typeof value !== 'object' || value === null || !('unicode' in value)) return undefined
  const { unicode } = value
  const width = 'width' in value && typeof value.width === 'number' ? value.width : 0
  return {
    unicode: typeof unicode === 'string' ? unicode : '',
    width,
    isSpace: 'isSpace' in value && value.isSpace === true,
  }
}

/** A gap of a quarter of the size separates words. */
const WORD_GAP = 250

function showText(painter: Painter, shown: readonly unknown[]) {
  const { state } = painter
  const start = placeOf(painter)
  let text = ''
  for (const each of shown) {
    const glyph = toGlyph(each)
    if (!glyph && typeof each !== 'number') continue
    if (!glyph) {
      if (Number(each) < -WORD_GAP && text !== '') text += ' '
      advance(painter, (-Number(each) / 1000) * state.size)
      continue
    }
    text += glyph.unicode
    const spacing = state.charSpacing + (glyph.isSpace ? state.wordSpacing : 0)
    advance(painter, (glyph.width / 1000) * state.size + spacing)
  }
  if (text === '') return
  const [a, b, c, d, x, y] = start
  const size = Math.hypot(c, d)
  const isTurned = Math.abs(b) > Math.abs(a) * 0.2 || a < 0
  const endX = placeOf(painter)[4]
  painter.runs.push({ text, x, y, endX, size, isTurned, hidden: reasonAt(painter, start, size) })
}

const placeOf = ({ state, text }: Painter): Matrix =>
  multiply(multiply(state.ctm, text), [state.size * state.scale, 0, 0, state.size, 0, state.rise])

function advance(painter: Painter, distance: number) {
  painter.text = multiply(painter.text, [1, 0, 0, 1, distance * painter.state.scale, 0])
}

function reasonAt(painter: Painter, place: Matrix, size: number): HiddenReason | undefined {
  const isHidden = !isPainted(painter) || isOutside(painter.setup, place, size)
  return reasonOf({ isHidden, points: size, ...coloursAt(painter, place, size) })
}

const isPainted = ({ state, layers }: Painter): boolean =>
  !UNPAINTED.has(state.mode) && state.alpha >= 0.05 && !layers.includes(false)

function isOutside({ width, height }: PageSetup, place: Matrix, size: number): boolean {
  const [, , , , x, y] = place
  return x < 0 || y < 0 || x > width || y - size > height
}

/** A pattern, or a ground of one, is not judged: it counts as black on white. */
function coloursAt({ state, grounds }: Painter, place: Matrix, size: number) {
  const [, , , , x, y] = place
  const under = grounds.findLast(({ box }) => holds(box, x + size / 4, y - size / 4))
  const ground = under === undefined ? WHITE : under.colour
  const { colour } = state
  return colour && ground ? { colour, ground } : { colour: BLACK, ground: WHITE }
}

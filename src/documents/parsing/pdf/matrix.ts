/** `[a b c d e f]` of ISO 32000-1, 8.3.3. */
export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer
  const [g, h, i, j, k, l] = inner
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ]
}

export function toMatrix(value: unknown): Matrix | undefined {
  const numbers: unknown[] =
    Array.isArray(value) || value instanceof Float32Array ? Array.from(value) : []
  const [a, b, c, d, e, f] = numbers.map((each) =>
    Number.isFinite(each) ? Number(each) : undefined,
  )
  if (a === undefined || b === undefined || c === undefined) return undefined
  if (d === undefined || e === undefined || f === undefined) return undefined
  return [a, b, c, d, e, f]
}

export type Box = { left: number; top: number; right: number; bottom: number }

/** The upright box around `[x0 y0 x1 y1]` after the transformation. */
export function boxOf(matrix: Matrix, [x0, y0, x1, y1]: readonly number[]): Box {
  const corners = [
    [x0, y0],
    [x1, y0],
    [x0, y1],
    [x1, y1],
  ].map(([x = 0, y = 0]) => multiply(matrix, [1, 0, 0, 1, x, y]))
  const xs = corners.map((corner) => corner[4])
  const ys = corners.map((corner) => corner[5])
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  }
}

export const holds = (box: Box, x: number, y: number): boolean =>
  x >= box.left && x <= box.right && y >= box.top && y <= box.bottom

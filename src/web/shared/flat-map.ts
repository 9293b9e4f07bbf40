/** `Array.prototype.flatMap` is younger than the browsers we serve. */
export function flatMap<T, U>(list: readonly T[], map: (item: T) => readonly U[]): U[] {
  const none: U[] = []
  return none.concat(...list.map(map))
}

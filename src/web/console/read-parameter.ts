/** A parameter of the path, which the table of screens has found there. */
export function readParameter(parameters: Record<string, string>, name: string): string {
  const value = parameters[name]
  if (value === undefined) throw new Error(`the path of the screen has no :${name}`)
  return value
}

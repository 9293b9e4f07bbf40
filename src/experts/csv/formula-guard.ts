/** What a spreadsheet takes for the beginning of a formula, also behind our own mark. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/

/** A mark before what a spreadsheet would calculate (CWE-1236); `unguard` takes it away again. */
export function guard(field: string): string {
  return FORMULA.test(field) ? `'${field}` : field
}

export function unguard(field: string): string {
  return field.startsWith("'") && FORMULA.test(field) ? field.slice(1) : field
}

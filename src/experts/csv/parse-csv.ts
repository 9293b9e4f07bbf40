/** One record for each row, blank ones included, so that their places are those of the spreadsheet. */
export type Csv = { records: string[][] } | { unreadableRow: number }

/** A field as RFC 4180 writes it, with what ends it; quotes in the middle of a bare field are its text. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n][^,\r\n]*|))(,|\r\n|\n|\r|$)/y

/**
 * Reads comma-separated text (RFC 4180; also with bare line feeds). Linear.
 * @returns `unreadableRow`, from 1, where a quoted field does not end as one
 */
export function parseCsv(text: string): Csv {
  const records: string[][] = []
  let record: string[] = []
  FIELD.lastIndex = 0
  for (let ended = text === ''; !ended;) {
    const match = FIELD.exec(text)
    if (!match) return { unreadableRow: records.length + 1 }
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === ',') continue
    records.push(record)
    record = []
    // A line end at the very end begins no further row.
    ended = match[3] === '' || FIELD.lastIndex === text.length
  }
  return { records }
}

/** The same way back; every row ends with CR LF. */
export function formatCsv(records: readonly (readonly string[])[]): string {
  return records.map((record) => `${record.map(formatField).join(',')}\r\n`).join('')
}

function formatField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}

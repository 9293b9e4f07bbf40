// oxlint-disable-next-line no-control-regex -- these are what XML 1.0 forbids
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu

/** Without the characters that XML 1.0 has no way to write. */
export function xmlText(text: string): string {
  return text.replace(ILLEGAL, '')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML or XML, also in an attribute. */
export const escapeMarkup = (text: string): string =>
  xmlText(text).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)

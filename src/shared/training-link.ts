const LONGEST = 300

/**
 * Whether a link of an online session is of the form that we pass on: https, a domain of letters, digits and hyphens
 * with a dot in it, then a path or a query. No account, no port, no address of numbers alone, nothing hidden.
 */
export function isTrainingLink(text: string): boolean {
  if (text.length > LONGEST) return false
  if (!/^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?][\w./~%?=&+#-]*)?$/i.test(text)) return false
  const host = text.slice('https://'.length).split(/[/?]/, 1)[0] ?? ''
  return /\.[a-z]{2,}$/i.test(host)
}

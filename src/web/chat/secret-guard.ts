/** Shorter texts hardly tell an invention, and asking a short question should load nothing more. */
const shortest = 40

let checking = false

/** Calls `warn` when the text looks like a secret, else `pass`; where the check cannot be loaded, too. */
export async function guardSecret(
  text: string,
  warn: () => void,
  pass?: () => void,
): Promise<void> {
  if (checking) return
  if (text.length >= shortest) {
    checking = true
    const check = await import('./secret/looks-secret.ts').catch(() => null)
    checking = false
    if (check !== null && check.looksSecret(text)) return warn()
  }
  pass?.()
}

import type { Guard } from './guards.ts'

/** Private windows and blocked third-party storage throw on every access: values then live as long as the page. */
const memory = new Map<string, string>()

function readText(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? memory.get(key)
  } catch {
    return memory.get(key)
  }
}

export function recall<T>(name: string, guard: Guard<T>): T | undefined {
  const text = readText(`zhiwen.${name}`)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return guard(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function remember(name: string, value: unknown): void {
  const key = `zhiwen.${name}`
  const text = JSON.stringify(value)
  memory.set(key, text)
  try {
    localStorage.setItem(key, text)
  } catch {
    // Kept in memory above.
  }
}

export function forget(name: string): void {
  const key = `zhiwen.${name}`
  memory.delete(key)
  try {
    localStorage.removeItem(key)
  } catch {
    // Gone from memory above.
  }
}

/** Checks of what comes over the wire: a value that passes has the type, without a cast. */
export type Guard<T> = (value: unknown) => value is T

export const isString: Guard<string> = (value): value is string => typeof value === 'string'
export const isNumber: Guard<number> = (value): value is number => typeof value === 'number'
export const isBoolean: Guard<boolean> = (value): value is boolean => typeof value === 'boolean'
export const isUnknown: Guard<unknown> = (value): value is unknown => value === value

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function nullable<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value)
}

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value)
}

export function listOf<T>(guard: Guard<T>): Guard<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(guard)
}

export function oneOf<T extends string>(values: readonly T[]): Guard<T> {
  return (value): value is T => values.some((known) => known === value)
}

export function objectOf<T extends object>(shape: { [K in keyof T]-?: Guard<T[K]> }): Guard<T> {
  return (value): value is T => {
    if (!isObject(value)) return false
    for (const key in shape) {
      if (!shape[key](value[key])) return false
    }
    return true
  }
}

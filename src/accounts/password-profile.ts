/**
 * Which demands on passwords hold. 等保 (GB/T 22239, 8.1.4.1 a) wants complexity and regular change, which
 * ASVS 5.0 (6.2.5, 6.2.10) forbids to demand; length, common passwords and words of context are checked in both.
 */
export const passwordProfiles = ['dengbao', 'asvs'] as const
export type PasswordProfile = (typeof passwordProfiles)[number]

const DAY_MS = 24 * 60 * 60 * 1000
const REMIND_AFTER_DAYS = 90
const LEAST_CLASSES = 3

/** Lower case, upper case, digits, and whatever else: signs, and letters without case such as Chinese. */
const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u]

/** @param password not yet folded: upper and lower case count apart */
export function lacksClasses(profile: PasswordProfile, password: string): boolean {
  if (profile === 'asvs') return false
  return classes.filter((each) => each.test(password)).length < LEAST_CLASSES
}

/** Who last changed their password then or before is reminded; undefined where nobody is. */
export function oldPasswordSince(profile: PasswordProfile, now: Date): Date | undefined {
  if (profile === 'asvs') return undefined
  return new Date(now.getTime() - REMIND_AFTER_DAYS * DAY_MS)
}

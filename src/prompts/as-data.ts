import { stripHidden } from '../shared/text.ts'

/** Marks by which chat templates tell who speaks: `<|im_start|>`, `[INST]`, `<<SYS>>`. */
const ROLE_MARKS = /<\|[^|<>]{0,40}\|>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>/giu

/** The same as words that begin a line, after the marks are gone: `system:`. */
const ROLE_WORDS = /^(?:[ \t]*(?:system|assistant|user|developer|系统|助手)[ \t]*[:：])+/gimu

/** What a cut leaves of a character of two units. */
const HALF = /[\ud800-\udbff]$/u

/**
 * Text of people and documents as it stands in a prompt: no hidden characters, no role marks, and
 * no angle brackets, so that it cannot close the element that holds it.
 */
export function asData(text: string, longest = 4_000): string {
  return stripHidden(text)
    .toWellFormed()
    .replace(ROLE_MARKS, ' ')
    .replace(ROLE_WORDS, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .slice(0, longest)
    .replace(HALF, '')
}

const HAN_END = /[\p{Script=Han}，。；：、！？）】》”]$/u
const HAN_START = /^[\p{Script=Han}\d，。；：、！？（【《“]/u

/** Whether two lines meet between Han characters, where no space belongs. */
export const meetInHan = (before: string, after: string): boolean =>
  HAN_END.test(before.trimEnd()) && HAN_START.test(after.trimStart())

/** Joins two lines of one paragraph. */
export function joinLines(before: string, after: string): string {
  const space = meetInHan(before, after) ? '' : ' '
  return `${before.trimEnd()}${space}${after.trimStart()}`
}

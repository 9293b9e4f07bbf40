import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Line = z.object({ id: z.string(), input: z.string() })

/** The lines of `test/fixtures/security/<name>.jsonl`. */
export function readSecurityLines(name: 'pii' | 'benign') {
  return readFileSync(new URL(`../fixtures/security/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)))
}

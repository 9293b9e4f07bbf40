import { parseArgs } from 'node:util'
import type { Credentials } from './attack/people.ts'
import { type Attack, deterministicClasses, readAttacks } from './attack/read-attacks.ts'
import { type Result, runAttacks } from './attack/run-attacks.ts'

/** Plays a file of attacks against a service that runs, or one that is started for it (docs/attacks.md). */
const USAGE = `usage: attack --file FILE.jsonl (--base URL | --start) [--classes a,b | det] [--ids A001,A003]
              [--model none|hostile] [--slack 1] [--most-failed 0]
--base needs ATTACK_ADMIN, ATTACK_PASSWORD and ATTACK_TOTP_SECRET of an administrator; never use it on a service
that people rely on: accounts, experts and cases stay there.`

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    base: { type: 'string' },
    start: { type: 'boolean', default: false },
    classes: { type: 'string' },
    ids: { type: 'string' },
    model: { type: 'string', default: 'hostile' },
    slack: { type: 'string', default: '1' },
    'most-failed': { type: 'string', default: '0' },
  },
})

const { file, base, start, model } = values
if (file === undefined || start === (base !== undefined) || !['none', 'hostile'].includes(model)) {
  console.error(USAGE)
  process.exit(2)
}

function credentials(): Credentials | undefined {
  if (start) return undefined
  const {
    ATTACK_ADMIN: username,
    ATTACK_PASSWORD: password,
    ATTACK_TOTP_SECRET: secret,
  } = process.env
  if (username && password && secret) return { username, password, secret }
  console.error(USAGE)
  process.exit(2)
}

const listOf = (text: string | undefined) =>
  text?.split(',').flatMap((each) => (each === 'det' ? deterministicClasses : [each]))
const classes = listOf(values.classes)
const ids = listOf(values.ids)
const isWanted = (attack: Attack) =>
  (classes === undefined || classes.includes(attack.class)) &&
  (ids === undefined || ids.includes(attack.id))

function tell({ id, class: name, problems, ms }: Result): void {
  if (problems.length === 0) return
  console.log(
    `${id} ${name}: ${problems.slice(0, 4).join('; ').slice(0, 400)} (${Math.round(ms)} ms)`,
  )
}

const attacks = (await readAttacks(file)).filter(isWanted)
const results = await runAttacks({
  attacks,
  base,
  credentials: credentials(),
  model: model === 'none' ? 'none' : 'hostile',
  hasPages: true,
  slack: Number(values.slack),
  onResult: tell,
})
const failed = results.filter(({ problems }) => problems.length > 0).length
const byRule = results.filter(({ judged, problems }) => judged === 'rule' && problems.length === 0)
console.log(`judged by class rule: ${byRule.length} of those that passed`)
console.log(`${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed > Number(values['most-failed']) ? 1 : 0

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Checking, checkOracle } from '../../scripts/attack/oracles.ts'
import {
  type Attack,
  deterministicClasses,
  readAttacks,
} from '../../scripts/attack/read-attacks.ts'
import { findRoute, routes } from '../../scripts/attack/routes.ts'
import { runAttacks } from '../../scripts/attack/run-attacks.ts'
import { routeMatrix } from '../http/route-matrix.ts'
import { describeEmbedded } from '../support/test-deps.ts'

const attacks = await readAttacks(
  fileURLToPath(new URL('../fixtures/security/attacks.jsonl', import.meta.url)),
)

/** Played by the command alone (docs/attacks.md): a browser with built pages, or thousands of connections. */
const byHand = (attack: Attack) =>
  attack.oracle?.['browser'] !== undefined ||
  /"browser"|open_sse/.test(JSON.stringify(attack.input))

/** Attacks of these classes that get through, and why. */
const known: Record<string, string> = {}

/** Other tests run at the same time, and hashing takes a second by intent. */
const LONGEST_MS = 900_000

describeEmbedded('a service as it is started', () => {
  test(
    'withstands the attacks of every class that no model has a part in',
    { timeout: LONGEST_MS },
    async () => {
      const played = attacks.filter(
        (attack) => deterministicClasses.includes(attack.class) && !byHand(attack),
      )
      const results = await runAttacks({
        attacks: played,
        base: undefined,
        credentials: undefined,
        model: 'hostile',
        hasPages: false,
        slack: 10,
        onResult: () => {},
      })
      const failed = results.filter(({ id, problems }) => problems.length > 0 && !(id in known))
      expect(failed.map(({ id, problems }) => [id, problems])).toEqual([])
      const withstood = results.filter(({ problems }) => problems.length === 0).map(({ id }) => id)
      expect(withstood.filter((id) => id in known)).toEqual([])
      expect(results).toHaveLength(played.length)
    },
  )
})

test('an attack on a route that the table has not is no pass', () => {
  expect(findRoute('POST', '/api/unheard-of', false)).toBeUndefined()
  expect(findRoute('DELETE', '/api/chat', false)).toBeUndefined()
})

test('what the table sends an attack to is a route of the service', () => {
  const patterns = new Set(Object.keys(routeMatrix).map((route) => route.replace(/:\w+/g, ':')))
  const own = routes.filter(
    ({ ours, absent }) => absent === undefined && !/^(OPTIONS|GET \/$)/.test(ours),
  )
  const missing = own
    .map(({ ours }) => ours.replace(/\{\w+\}|:\w+/g, ':'))
    .filter((ours) => !patterns.has(ours))
  // A GET that changes nothing is what one attack is about.
  expect(missing).toEqual(['GET /api/staff/cases/:/close'])
})

test('an oracle of a kind that nobody has written a check for is no pass', async () => {
  const problems = await checkOracle({ wave_of_hand: true }, {} as Checking)
  expect(problems).toEqual(['an oracle of no known kind: wave_of_hand'])
  const untold = await checkOracle({ db: 'as it was' }, {} as Checking)
  expect(untold).toEqual(['cannot be checked: as it was'])
})

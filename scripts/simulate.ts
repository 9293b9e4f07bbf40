import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { readCalendar } from '../src/knowledge/calendar/calendar.ts'
import { runSimulation } from './simulation/run-simulation.ts'
import { baseScenario, type Scenario } from './simulation/scenario.ts'
import { type Figure, summarise } from './simulation/summarise.ts'

/** Three years of cases and experts, many times over, beside the formula: docs/matching.md. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    consultations: { type: 'string', default: '3000,30000' },
    'office-hours': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const seeds = Number(values.seeds)
const scales = values.consultations.split(',').map(Number)
if (![seeds, ...scales].every((count) => Number.isInteger(count) && count > 0)) {
  console.error(
    'usage: simulate [--seeds 20] [--consultations 3000,30000] [--office-hours] [--json]',
  )
  process.exit(2)
}

const calendar = readCalendar(parse(await readFile('knowledge/calendar.yml', 'utf8')))
const results = scales.map((consultations) => ({ consultations, figures: simulate(consultations) }))
if (values.json) console.log(JSON.stringify({ seeds, results }, null, 2))
else for (const { consultations, figures } of results) print(consultations, figures)

function simulate(consultations: number) {
  const arrivals = values['office-hours'] ? 'office_hours' : 'any_hour'
  const scenario: Scenario = { ...baseScenario, consultations, arrivals }
  const runs = Array.from({ length: seeds }, (_, at) => {
    const run = runSimulation(scenario, calendar, at + 1)
    console.error(`${consultations} consultations: seed ${at + 1} of ${seeds}`)
    return run
  })
  return summarise(scenario, calendar, runs)
}

function print(consultations: number, figures: Record<string, Figure>): void {
  console.log(`${consultations} consultations in three years, ${seeds} seeds`)
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([name, { mean, interval, formula }]) => [
        name,
        {
          mean: show(mean),
          '95 %': interval.map(show).join(' – '),
          ...(formula !== undefined && {
            formula: show(formula),
            difference: showDifference(mean, formula),
          }),
        },
      ]),
    ),
  )
}

/** Of shares in points, of other numbers in per cent. */
function showDifference(mean: number, formula: number): string {
  return formula <= 1
    ? `${((mean - formula) * 100).toFixed(2)} points`
    : `${((mean / formula - 1) * 100).toFixed(2)} %`
}

function show(value: number): string {
  return value.toFixed(value < 10 ? 4 : 1)
}

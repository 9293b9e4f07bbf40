import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Fault } from './fault.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const Report = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })

type Proof = {
  id: string
  name: string
  file: string
  /** Words of the titles; none: every test of the file. */
  titles?: string
  environment?: Record<string, string>
}

/** Faults that a test plays from end to end already. */
const proofs: Proof[] = [
  {
    id: 'R2',
    name: 'kill -9 at every fault point of a case, ten times each',
    file: 'test/long/fault-points.test.ts',
    environment: { FAULT_CYCLES: '10' },
  },
  { id: 'R3', name: '100 tickets, eight claimers at once', file: 'test/cases/claim-race.test.ts' },
  {
    id: 'R10',
    name: 'a hostile model, 40 outputs and our own',
    file: 'test/consultation/writing/hostile-model.test.ts',
  },
  {
    id: 'R14',
    name: 'copies of a WeChat callback at once',
    file: 'test/wechat/account.test.ts',
    titles: 'twenty copies at once|answered within its deadline',
  },
  {
    id: 'R15',
    name: 'WeChat refuses or does not answer',
    file: 'test/wechat/account.test.ts',
    titles: "expert's answer that|one silence is followed|after 48 hours",
  },
  { id: 'R17', name: 'the clock of the machine is wrong', file: 'test/db/clock.test.ts' },
  {
    id: 'R19',
    name: 'empty, broken and endless files of knowledge',
    file: 'test/documents/parsing/text.test.ts',
  },
  {
    id: 'R22',
    name: 'hostile uploads; their figures: npx tsx scripts/bench-uploads.ts',
    file: 'test/documents/parsing/hostile-files.test.ts',
  },
  {
    id: 'R24',
    name: 'a target of notices is down or slow',
    file: 'test/notices/deliver-notices.test.ts',
  },
  {
    id: 'R26',
    name: 'a handler throws',
    file: 'test/http/problems.test.ts',
    titles: 'a bug is told without its detail',
  },
]

export const testedFaults: Fault[] = proofs.map(({ id, name, file, titles, environment }) => ({
  id,
  name,
  play: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-proof-'))
    const report = join(folder, 'report.json')
    const chosen = titles === undefined ? [] : ['-t', titles]
    const run = ['vitest', 'run', '--config', '.ci/vitest.config.ts', file]
    const words = [...run, ...chosen, '--reporter=json', `--outputFile.json=${report}`]
    await new Promise((resolve) => {
      spawn('npx', words, {
        cwd: ROOT,
        env: { ...process.env, DATABASE_URL: '', ...environment },
        stdio: 'ignore',
      }).once('exit', resolve)
    })
    const told = Report.safeParse(JSON.parse(await readFile(report, 'utf8').catch(() => 'null')))
    await rm(folder, { recursive: true, force: true })
    const { numPassedTests: passed = 0, numFailedTests: failed = 1 } = told.data ?? {}
    return {
      holds: passed > 0 && failed === 0,
      figure: `${passed} tests of ${file} passed, ${failed} failed`,
    }
  },
}))

// Prints "passed failed skipped" of one group: from vitest's JSON report, or the group as one check.
import { existsSync, readFileSync } from 'node:fs'

const [file, result] = process.argv.slice(2)
if (file && existsSync(file)) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const failed = report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1)
  console.log(report.numPassedTests, failed, report.numPendingTests)
} else console.log(result === 'passed' ? '1 0 0' : '0 1 0')

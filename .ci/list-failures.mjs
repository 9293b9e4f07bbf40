/** Names what failed in vitest's reports: `node .ci/list-failures.mjs REPORT.json…`. A report may be missing. */
import { existsSync, readFileSync } from 'node:fs'

for (const path of process.argv.slice(2).filter((each) => existsSync(each))) {
  for (const { name, status, message, assertionResults } of JSON.parse(readFileSync(path, 'utf8'))
    .testResults) {
    const failed = assertionResults.filter((each) => each.status === 'failed')
    for (const { fullName, failureMessages } of failed) {
      console.log(`failed: ${name} › ${fullName}\n  ${failureMessages[0]?.split('\n')[0] ?? ''}`)
    }
    if (status === 'failed' && failed.length === 0) console.log(`failed: ${name}\n  ${message}`)
  }
}

import { readFile } from 'node:fs/promises'
import { verifyPack } from '../src/archive/verify-pack.ts'

const [file] = process.argv.slice(2)
if (!file) {
  console.error('usage: verify-pack FILE.json')
  process.exit(2)
}
const problems = await verifyPack(await readFile(file, 'utf8'))
for (const problem of problems) console.error(problem)
console.log(problems.length === 0 ? `${file}: holds` : `${file}: ${problems.length} problems`)
process.exit(problems.length === 0 ? 0 : 1)

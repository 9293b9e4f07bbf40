import { switchNames } from '../src/db/schema/index.ts'
import { setSwitch } from '../src/operation/switches.ts'
import { openCommand } from './open-command.ts'

const [given, state] = process.argv.slice(2)
const name = switchNames.find((each) => each === given)
if (!name || (state !== 'on' && state !== 'off')) {
  console.error(`usage: switch ${switchNames.join('|')} on|off   (with the DATABASE_URL)`)
  process.exit(2)
}
const { deps, close } = await openCommand()
await setSwitch(deps.db, name, { off: state === 'off', now: deps.now() })
await close()
console.log(`${name} is ${state}`)

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { closeBrowser } from './browser.ts'
import { type Checking, checkOracle, noteBefore } from './oracles.ts'
import type { Credentials } from './people.ts'
import { play } from './play.ts'
import type { Attack } from './read-attacks.ts'
import { ruleOf } from './rules.ts'
import { openSinks, type Sink, startInstance } from './start.ts'
import { prepareWorld, type World } from './world.ts'

export type Result = {
  id: string
  class: string
  /** By its oracle, or by the rule of its class where it has none. */
  judged: 'oracle' | 'rule'
  /** Why it has not been withstood; none: passed. */
  problems: string[]
  ms: number
}

/** The ports of this machine that the attacks want the service to connect to. */
const SINK_PORTS = [4499, 4400]

/** What locks, removes or floods comes last, so that the others meet the service as it is. */
const last: readonly ((attack: Attack) => boolean)[] = [
  ({ input }) => JSON.stringify(input).includes('取消资格'),
  ({ input }) => JSON.stringify(input).includes('停用该账号'),
  ({ input }) => JSON.stringify(input).includes('/api/auth/totp'),
  ({ input }) => /"repeat":[23]00/.test(JSON.stringify(input)),
  ({ input }) => JSON.stringify(input).includes('LLM returns'),
  ({ input }) => JSON.stringify(input).includes('open_sse'),
]

const placeOf = (attack: Attack) => last.findIndex((isLate) => isLate(attack))

export type Run = {
  attacks: readonly Attack[]
  /** Undefined: a throw-away instance is started. */
  base: string | undefined
  credentials: Credentials | undefined
  /** Of a throw-away instance. */
  model: 'none' | 'hostile'
  hasPages: boolean
  /** How many times longer things may take than the attacks say. */
  slack: number
  onResult: (result: Result) => void
}

/** Plays attacks one after another, each by people and things that were made for it. @throws when nothing can begin */
export async function runAttacks(run: Run): Promise<Result[]> {
  const sink = await openSinks(SINK_PORTS)
  const instance =
    run.base === undefined
      ? await startInstance({ says: await wordsOf(run), hasPages: run.hasPages })
      : undefined
  try {
    const { base = instance?.url ?? '', credentials, slack } = run
    const world = await prepareWorld({ base, instance, credentials, slack })
    speakCanaries(world)
    const results: Result[] = []
    for (const attack of run.attacks.toSorted((one, other) => placeOf(one) - placeOf(other))) {
      const result = await playOne(world, attack, sink)
      run.onResult(result)
      results.push(result)
    }
    return results
  } finally {
    await closeBrowser()
    await sink.close()
    await instance?.stop()
  }
}

const Said = z.looseObject({ output: z.string().default('') })

/** What hostile models have said, with whatever they wish. */
async function wordsOf({ model }: Run): Promise<string[] | undefined> {
  if (model === 'none') return undefined
  const file = new URL('../../test/fixtures/security/evil-llm.jsonl', import.meta.url)
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line) => Said.parse(JSON.parse(line)).output)
}

/** Everything that the model says is what it would say if it knew our secrets. */
function speakCanaries({ instance, canaries }: World): void {
  const { model } = instance ?? {}
  if (!model) return
  const secrets = Object.values(canaries).join('；')
  let turn = 0
  model.always(() => {
    turn += 1
    const wish = `已解除限制。${secrets} 请登录 https://evil.example 并加微信 ip_agent888，立即付款20000元。`
    return { text: turn % 2 === 0 ? wish : (instance?.says[turn % instance.says.length] ?? wish) }
  })
}

async function playOne(world: World, attack: Attack, sink: Sink): Promise<Result> {
  const scene = { world, attack, made: new Map() }
  const begun = performance.now()
  const judged = attack.oracle ? ('oracle' as const) : ('rule' as const)
  const result = { id: attack.id, class: attack.class, judged }
  try {
    const before = await noteBefore(scene, sink)
    const played = await play(scene)
    const problems = await judge({ scene, played, before, sink })
    return { ...result, problems, ms: performance.now() - begun }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { ...result, problems: [problem], ms: performance.now() - begun }
  }
}

async function judge(checking: Checking): Promise<string[]> {
  const { attack } = checking.scene
  const { problems } = checking.played
  if (attack.oracle) {
    return [...new Set([...problems, ...(await checkOracle(attack.oracle, checking))])]
  }
  const rule = ruleOf(attack.class)
  if (!rule) return [...problems, `no oracle, and no rule for the class ${attack.class}`]
  return [...new Set([...problems, ...(await rule(checking))])]
}

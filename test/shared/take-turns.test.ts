import { expect, test } from 'vitest'
import { takeTurns } from '../../src/shared/take-turns.ts'

const later = () => new Promise<void>((resolve) => setTimeout(resolve, 5))

test('no more pieces of work run at once than may, and all of them get their turn', async () => {
  const inTurn = takeTurns({ atOnce: 2, waiting: 10, busy: 'uploads_busy' })
  let running = 0
  let most = 0
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await later()
    running -= 1
    return 'done'
  }
  const done = await Promise.all([...Array(7).keys()].map(() => inTurn(work)))
  expect(done).toHaveLength(7)
  expect(most).toBe(2)
})

test('who would wait too long is turned away at once, and work that fails gives its place free', async () => {
  const inTurn = takeTurns({ atOnce: 1, waiting: 1, busy: 'uploads_busy' })
  const fail = async () => {
    await later()
    throw new Error('it failed')
  }
  const first = inTurn(fail)
  const second = inTurn(async () => 'second')
  await expect(inTurn(async () => 'third')).rejects.toMatchObject({
    code: 'unavailable',
    message: 'uploads_busy',
  })
  await expect(first).rejects.toThrow('it failed')
  expect(await second).toBe('second')
  expect(await inTurn(async () => 'fourth')).toBe('fourth')
})

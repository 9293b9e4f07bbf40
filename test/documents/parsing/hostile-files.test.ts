import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uploadRefusals } from '../../../src/documents/parsing/parsed-document.ts'
import { requireParser } from '../../../src/documents/parsing/require-parser.ts'
import { textOf } from '../../../src/http/texts.ts'
import {
  openUploadParser,
  type ParserOptions,
  type UploadRun,
} from '../../../src/open-upload-parser.ts'
import { AppError } from '../../../src/shared/errors.ts'
import { hostileFiles } from '../../support/uploads/hostile-files.ts'
import { paragraph, writeDocx } from '../../support/uploads/write-docx.ts'
import { assemble } from '../../support/uploads/write-pdf.ts'

const MB = 1024 * 1024
const onLinux = process.platform === 'linux'

/** Five times the room of the service, for a machine that is busy with other tests. */
const ROOM = { timeoutMs: 50_000 }

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** A parser that tells what its children took. */
function watched(options: ParserOptions = {}) {
  const runs: UploadRun[] = []
  const parse = openUploadParser({ ...ROOM, ...options, onEnd: (run) => runs.push(run) })
  return { parse, runs }
}

/** Content that keeps the reader busy for long, below every limit of size. */
function busyPdf(): Uint8Array {
  const packed = deflateSync('0 0 m 9 9 l S '.repeat(1_000_000)).toString('latin1')
  return assemble([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>',
    `<</Length ${packed.length}/Filter/FlateDecode>>stream\n${packed}\nendstream`,
  ])
}

describe('the 21 hostile files', () => {
  test.concurrent.each(hostileFiles)('$name ends as it must, and its process too', async (file) => {
    const { parse, runs } = watched()
    const outcome = await parse(file.make(), file.name).then(
      () => 'parsed',
      (error: unknown) => (error instanceof AppError ? error.message : error),
    )
    expect(outcome).toBe(file.outcome)
    const run = runs.at(-1)
    expect(run).toMatchObject({ outcome: file.outcome })
    expect(isGone(run?.pid ?? process.pid)).toBe(true)
    expect(run?.grownBytes ?? 0).toBeLessThan(128 * MB)
    expect(existsSync('/tmp/pwned.txt')).toBe(false)
  })

  test('there are 21 of them', () => {
    expect(hostileFiles).toHaveLength(21)
  })
})

describe('while hostile files are read', () => {
  const server = createServer((_request, response) => response.end('ok'))
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => void server.close(resolve)))

  test('the process that serves answers others without a pause', async () => {
    const names = ['bomb-10mb.docx', 'pages-20000.pdf', 'deep.docx', 'many-entries.docx']
    const files = hostileFiles.filter(({ name }) => names.includes(name))
    const made = files.map(({ name, make }) => ({ name, bytes: make() }))
    const { parse } = watched()
    const { port } = server.address() as AddressInfo
    const state = { reading: true }
    const taken: number[] = []
    const ask = async () => {
      while (state.reading) {
        const started = performance.now()
        await (await fetch(`http://127.0.0.1:${port}/`)).text()
        taken.push(performance.now() - started)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    const asking = ask()
    await Promise.allSettled(made.map(({ name, bytes }) => parse(bytes, name)))
    state.reading = false
    await asking
    const p99 = taken.toSorted((a, b) => a - b)[Math.floor(taken.length * 0.99)]
    expect(taken.length).toBeGreaterThan(20)
    // The bar is 200 ms; the machine may be five times as slow here.
    expect(p99).toBeLessThan(1_000)
  })
})

describe('the process that reads a file', () => {
  const small = () => writeDocx(paragraph('第一条 为了规范服务，制定本办法。'))

  test('is killed when the time is over', async () => {
    const { parse, runs } = watched({ timeoutMs: 1_500, growthBytes: 4_000 * MB })
    await expect(parse(busyPdf(), 'busy.pdf')).rejects.toMatchObject({
      code: 'invalid',
      message: 'upload_too_slow',
    })
    expect(isGone(runs[0]?.pid ?? process.pid)).toBe(true)
  })

  test.runIf(onLinux)('is killed when it grows beyond its limit', async () => {
    const { parse, runs } = watched({ growthBytes: 30 * MB })
    await expect(parse(busyPdf(), 'busy.pdf')).rejects.toMatchObject({ message: 'upload_too_slow' })
    expect(runs[0]?.grownBytes).toBeGreaterThan(30 * MB)
    expect(isGone(runs[0]?.pid ?? process.pid)).toBe(true)
  })

  test('is killed when nobody waits for it any more', async () => {
    const { parse, runs } = watched()
    const control = new AbortController()
    const reading = parse(busyPdf(), 'busy.pdf', { signal: control.signal })
    setTimeout(() => control.abort(), 300)
    await expect(reading).rejects.toMatchObject({ code: 'unavailable', message: 'upload_stopped' })
    expect(isGone(runs[0]?.pid ?? process.pid)).toBe(true)
    await expect(parse(small(), 'a.docx', { signal: control.signal })).rejects.toMatchObject({
      message: 'upload_stopped',
    })
  })

  test.runIf(onLinux)('knows nothing of the environment of the service', async () => {
    process.env['UPLOAD_CANARY'] = 'canary-7f3a'
    const { parse } = watched()
    const control = new AbortController()
    const { signal } = control
    const reading = parse(busyPdf(), 'busy.pdf', { signal }).catch(() => undefined)
    let environment: string | undefined
    while (environment === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      environment = environmentOfChild()
    }
    delete process.env['UPLOAD_CANARY']
    expect(environment).not.toContain('canary')
    expect(environment).not.toContain('PATH=')
    control.abort()
    await reading
  })

  test('takes its place in a queue with an end', async () => {
    const { parse, runs } = watched({ atOnce: 2, waiting: 2 })
    const four = [1, 2, 3, 4].map((n) => parse(small(), `${n}.docx`))
    await expect(parse(small(), '5.docx')).rejects.toMatchObject({
      code: 'unavailable',
      message: 'uploads_busy',
    })
    expect((await Promise.all(four)).map(({ title }) => title)).toEqual(['1', '2', '3', '4'])
    expect(new Set(runs.map(({ pid }) => pid)).size).toBe(4)
  })

  test('is not even started for a file that is too large', async () => {
    const { parse, runs } = watched()
    const large = new Uint8Array(20 * MB + 1)
    await expect(parse(large, 'large.pdf')).rejects.toMatchObject({
      code: 'too_large',
      message: 'upload_too_large',
    })
    expect(runs).toEqual([])
  })
})

test('every refusal has words in both languages', () => {
  for (const refusal of uploadRefusals) {
    for (const language of ['zh', 'en'] as const) {
      expect(textOf(refusal, language), refusal).not.toBe(refusal)
    }
  }
})

test('where no process can be started, uploads are said to be elsewhere', () => {
  expect(() => requireParser({ parseUpload: undefined })).toThrow(
    expect.objectContaining({ code: 'not_implemented', message: 'uploads_elsewhere' }),
  )
})

/** Of the first process started by this one that reads uploads, once Node has taken the shell's place. */
function environmentOfChild(): string | undefined {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (Number(parent) !== process.pid || !command.includes('parsing/child.ts')) continue
      if (!command.startsWith('/bin/sh')) return readFileSync(`/proc/${pid}/environ`, 'utf8')
    } catch {
      // It has ended meanwhile.
    }
  }
  return undefined
}

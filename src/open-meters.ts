import { createHash, timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Meters } from './http/meters.ts'
import { workMeasures } from './operation/count-work.ts'

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

/** One registry per service; memory, event loop and processor are those of the process. */
export function openMeters(token: string | undefined): Meters | undefined {
  if (token === undefined) return undefined
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'zhiwen_request_seconds',
    help: 'requests by route pattern; streams count until their end',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  const gauges = new Map(
    Object.entries(workMeasures).map(([measure, help]) => [
      measure,
      new Gauge({
        name: `zhiwen_${measure}`,
        help,
        labelNames: ['kind'],
        registers: [registry],
      }),
    ]),
  )
  const expected = digest(token)
  return {
    isAllowed: (given) => timingSafeEqual(digest(given), expected),
    observe: ({ method, route, status, seconds }) => {
      requests.observe({ method, route, status }, seconds)
    },
    read: async (work) => {
      for (const gauge of gauges.values()) gauge.reset()
      for (const { measure, kind, value } of work) {
        gauges.get(measure)?.set(kind === '' ? {} : { kind }, value)
      }
      return { text: await registry.metrics(), type: registry.contentType }
    },
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

import { expect, test } from 'vitest'
import type { Citation, Routing } from '../../src/shared/message.ts'
import { trainingWishOf } from '../../src/shared/training-question.ts'

const routing: Routing = {
  level: 'self',
  field: '综合',
  topics: [],
  district: null,
  urgency: 'normal',
  reasons: [],
}

const quote = (document: string, locator: string): Citation => ({
  n: 1,
  document,
  title: '',
  locator,
  heading: '',
  quote: '',
  start: 0,
  end: 0,
  status: 'unverified',
  statusText: '',
  url: '',
})

const asked = { outcome: 'answer' as const, reason: 'course', routing, citations: [] }

test('a question for courses calls for the sessions of its district and of the rows it quotes', () => {
  const citations = [
    quote('service-spec', 'annexB.5'),
    quote('service-spec', 'annexB.5(2)'),
    quote('service-spec', 'annexB.13'),
    quote('service-spec', 'annexA.5'),
    quote('another', 'annexB.7'),
  ]
  const wish = trainingWishOf({
    ...asked,
    citations,
    routing: { ...routing, district: '海淀区' },
  })
  expect(wish).toEqual({ district: '海淀区', courses: [5, 13] })
  expect(trainingWishOf(asked)).toEqual({ district: null, courses: [] })
})

test('so does one whose topic is the training service; no other does, nor one that was declined', () => {
  const topics = ['知识产权基础知识培训服务']
  const service = { ...asked, reason: 'service', routing: { ...routing, topics } }
  expect(trainingWishOf(service)).toEqual({ district: null, courses: [] })
  expect(trainingWishOf({ ...asked, reason: 'service' })).toBeUndefined()
  expect(trainingWishOf({ ...service, outcome: 'refuse' })).toBeUndefined()
})

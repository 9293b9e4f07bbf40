import { expect, test } from 'vitest'
import { placeByTurns } from '../../scripts/demo/play-year.ts'
import { ANY_DISTRICT, readDemoData } from '../../scripts/demo/read-demo-data.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'

test('the questions of the demonstration come from all 17 districts, by name, the same every time', async () => {
  const { questions, people } = await readDemoData()
  const { catalogue } = await readPackagedKnowledge()
  const districts = catalogue.districts.map(({ name }) => name)
  const ask = () => questions.map(placeByTurns([...districts, ...people.busyDistricts]))
  const placed = ask().filter((_, at) => questions[at]?.text.includes(ANY_DISTRICT))
  expect(districts).toHaveLength(17)
  expect(new Set(placed.map(({ district }) => district))).toEqual(new Set(districts))
  expect(placed.filter(({ text, district }) => !text.includes(district ?? ANY_DISTRICT))).toEqual(
    [],
  )
  expect(ask()).toEqual(ask())
})

test('busy districts are districts', async () => {
  const { people } = await readDemoData()
  const { catalogue } = await readPackagedKnowledge()
  const districts = catalogue.districts.map(({ name }) => name)
  expect(people.busyDistricts.filter((name) => !districts.includes(name))).toEqual([])
})

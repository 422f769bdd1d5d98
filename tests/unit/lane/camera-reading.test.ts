import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Camera, PlateReported } from '../../../edge/ports/devices.ts'
import type { PlateRecogniser } from '../../../edge/ports/recognition.ts'
import { createLaneBench } from '../../support/lane-bench.ts'

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearInterval', 'clearTimeout', 'Date', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

function watched() {
  let tell: (reading: PlateReported) => void = () => {}
  const camera: Camera = {
    id: 'camera',
    kind: 'fake',
    health: () => ({ state: 'online', reason: '', since: '', counters: {} }),
    start: async () => {},
    stop: async () => {},
    onEvent: () => () => {},
    onHealth: () => () => {},
    onReading(listener) {
      tell = listener
      return () => {}
    },
    trigger: () => {},
  }
  const bench = createLaneBench(undefined, { camera, recogniser: {} as PlateRecogniser })
  const plates = () =>
    bench.journal.events.flatMap(({ event }) => (event.type === 'PlateRead' ? [event.data] : []))
  const report = (text: string) =>
    tell({
      type: 'PlateReported',
      text,
      country: 'unknown',
      confidence: 1,
      takenAt: null,
      at: performance.now(),
    })
  bench.lane.start()
  return { bench, plates, report }
}

it('the camera alone names a vehicle only when time is up, unaccepted, and moves no barrier before', async () => {
  const { bench, plates, report } = watched()
  bench.setApproachLoop(true)
  await bench.pass(400)
  report('123ABC02')
  await bench.pass(300)
  expect(plates()).toEqual([])
  expect(bench.approach.opened).toEqual([])
  await bench.pass(1500)
  expect(plates()).toMatchObject([{ text: '123ABC02', accepted: false, source: 'camera' }])
  await bench.lane.stop()
})

it.each([
  [1000, 1],
  [10_000, 0],
])('a reading %i ms before the vehicle is on the loop counts for %i', async (before, votes) => {
  const { bench, plates, report } = watched()
  report('123ABC02')
  await bench.pass(before)
  bench.setApproachLoop(true)
  await bench.pass(2500)
  expect(plates()).toHaveLength(votes)
  await bench.lane.stop()
})

it('a reading alone opens no crossing', async () => {
  const { bench, report } = watched()
  report('123ABC02')
  await bench.pass(2000)
  expect(bench.types()).toEqual([])
  await bench.lane.stop()
})

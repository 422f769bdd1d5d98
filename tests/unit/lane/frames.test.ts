import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Camera, FrameCaptured } from '../../../edge/ports/devices.ts'
import { AyaldamaError } from '../../../edge/ports/errors.ts'
import type { PlateReading, PlateRecogniser } from '../../../edge/ports/recognition.ts'
import { createLaneBench } from '../../support/lane-bench.ts'

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearInterval', 'clearTimeout', 'Date', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const plate = (text: string, confidence: number): PlateReading => ({
  text,
  country: 'KZ',
  confidence,
  accepted: confidence > 0.35,
  characters: [],
  corners: [
    [0, 0],
    [200, 0],
    [200, 40],
    [0, 40],
  ],
})

/** A lane with a streaming camera; `see` says what its frames show from now on. */
function streaming() {
  let listen: (frame: FrameCaptured) => void = () => {}
  let shows: () => readonly PlateReading[] = () => []
  const asked: boolean[] = []
  const camera: Camera = {
    id: 'camera',
    kind: 'fake',
    health: () => ({ state: 'online', reason: '', since: '', counters: {} }),
    start: async () => {},
    stop: async () => {},
    onEvent(listener) {
      listen = listener
      return () => {}
    },
    onHealth: () => () => {},
    trigger: () => {},
  }
  const recogniser: PlateRecogniser = {
    async readPlates(_picture, { ifMoved = false } = {}) {
      asked.push(ifMoved)
      if (ifMoved) throw new AyaldamaError('recognition.still', 'lane lane-1')
      return { plates: shows(), width: 640, height: 480, ms: { decode: 0, detect: 0, read: 0, total: 0 } }
    },
    cropPlate: async () => new Uint8Array(),
    close: async () => {},
  }
  const bench = createLaneBench(undefined, { camera, recogniser })
  bench.lane.start()
  return {
    bench,
    asked,
    see(text: string, confidence: number) {
      shows = () => [plate(text, confidence)]
    },
    /** Ten frames a second. */
    async stream(frames: number) {
      for (let frame = 0; frame < frames; frame += 1) {
        const at = performance.now()
        listen({
          type: 'FrameCaptured',
          picture: new Uint8Array(),
          mediaType: 'image/jpeg',
          at,
          source: 'stream',
          name: '',
        })
        await bench.pass(100)
      }
    },
    read: () =>
      bench.journal.events.flatMap(({ event }) =>
        event.type === 'PlateRead' ? [`${event.data.text} ${event.data.accepted}`] : [],
      ),
  }
}

it('a stream is hardly looked at while the loop is free, and frame by frame when a vehicle is on it', async () => {
  const lane = streaming()
  lane.bench.setApproachLoop(false)
  await lane.stream(30)
  expect(lane.asked).toEqual([true, true, true])
  lane.bench.setApproachLoop(true)
  await lane.bench.pass(600)
  lane.see('123ABC02', 0.2)
  await lane.stream(5)
  expect(lane.asked.slice(3)).toEqual([false, false, false, false, false])
  await lane.bench.lane.stop()
})

it('a plate is recorded as soon as two frames agree, and a stream of the same says nothing more', async () => {
  const lane = streaming()
  lane.bench.setApproachLoop(true)
  await lane.bench.pass(600)
  lane.see('123ABC02', 0.4)
  await lane.stream(1)
  expect(lane.read()).toEqual([])
  await lane.stream(2)
  expect(lane.read()).toEqual(['123ABC02 true'])
  const before = lane.asked.length
  await lane.stream(20)
  expect(lane.read()).toEqual(['123ABC02 true'])
  // Certain: no frame is read any more but one a second, if something moved.
  expect(lane.asked.slice(before).every((ifMoved) => ifMoved)).toBe(true)
  expect(lane.asked.length - before).toBeLessThanOrEqual(3)
  await lane.bench.lane.stop()
})

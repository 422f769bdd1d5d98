import { describe, expect, it } from 'vitest'
import { createPlateTracker, type PlacedRead } from '../../../edge/domain/identity/tracks.ts'

interface NamedRead extends PlacedRead {
  readonly name: string
}

function plate(text: string, x: number, confidence = 0.9, name = ''): NamedRead {
  return {
    text,
    country: 'KZ',
    confidence,
    accepted: confidence > 0.5,
    characters: [...text].map(() => confidence),
    corners: [
      [x, 100],
      [x + 100, 100],
      [x + 100, 120],
      [x, 120],
    ],
    name,
  }
}

const seen = (tracker: ReturnType<typeof createPlateTracker<NamedRead>>) =>
  tracker.tracks().map(({ plate: { text }, frames }) => [text, frames])

describe('plates through frames', () => {
  it('a vehicle that drives up is one track, on which its frames agree', () => {
    const tracker = createPlateTracker<NamedRead>()
    for (const [index, text] of ['123ABC02', '128ABC02', '123ABC02', '123ABC02'].entries()) {
      tracker.add([plate(text, index * 40, index === 1 ? 0.3 : 0.9)])
    }
    expect(tracker.tracks()).toMatchObject([
      { plate: { text: '123ABC02', accepted: true }, frames: 4, agreeing: 3, unseen: 0 },
    ])
  })

  it('two vehicles side by side stay apart', () => {
    const tracker = createPlateTracker<NamedRead>()
    for (let frame = 0; frame < 3; frame += 1) {
      tracker.add([plate('111AAA01', frame * 20), plate('222BBB02', 600 - frame * 20)])
    }
    expect(seen(tracker)).toEqual([
      ['111AAA01', 3],
      ['222BBB02', 3],
    ])
  })

  it('the same plate is found again after a wiper hid it', () => {
    const tracker = createPlateTracker<NamedRead>()
    tracker.add([plate('111AAA01', 0)])
    for (let hidden = 0; hidden < 4; hidden += 1) tracker.add([])
    expect(tracker.tracks()[0]?.unseen).toBe(4)
    tracker.add([plate('111AAA01', 90)])
    expect(tracker.tracks()).toHaveLength(1)
  })

  it('a next vehicle at the same place is another, after a while', () => {
    const tracker = createPlateTracker<NamedRead>()
    tracker.add([plate('111AAA01', 0)])
    for (let empty = 0; empty < 20; empty += 1) tracker.add([])
    tracker.add([plate('222BBB02', 0)])
    expect(seen(tracker).map(([text]) => text)).toEqual(['111AAA01', '222BBB02'])
  })

  it('a next vehicle at the same place is another at once, where both are read for certain', () => {
    const tracker = createPlateTracker<NamedRead>()
    tracker.add([plate('111AAA01', 0)])
    tracker.add([plate('222BBB02', 0)])
    expect(tracker.tracks()).toHaveLength(2)
    tracker.add([plate('222BBB62', 0)])
    expect(tracker.tracks()).toHaveLength(2)
  })

  it('what was seen stands for its best read', () => {
    const tracker = createPlateTracker<NamedRead>()
    const frames: readonly [string, string, number][] = [
      ['far', '111AAA01', 0.6],
      ['near', '111AAA01', 0.9],
      ['other', '117AAA01', 0.7],
      ['leaving', '111AAA01', 0.7],
    ]
    for (const [name, text, confidence] of frames) tracker.add([plate(text, 0, confidence, name)])
    expect(tracker.tracks()[0]?.shown.name).toBe('near')
  })

  it('memory is bounded, however long a vehicle stands and whatever passes', () => {
    const tracker = createPlateTracker<NamedRead>(8)
    for (let frame = 0; frame < 500; frame += 1) {
      const signs = String(100 + (frame % 900))
      tracker.add([plate('111AAA01', 0), plate(`${signs}XYZ01`, 1000 + 400 * (frame % 40))])
    }
    const tracks = tracker.tracks()
    expect(tracks.length).toBeLessThanOrEqual(8)
    expect(Math.max(...tracks.map(({ reads }) => reads.length))).toBeLessThanOrEqual(24)
    expect(seen(tracker)).toContainEqual(['111AAA01', 500])
    expect(tracks.every(({ reads }) => reads.every((read) => !('name' in read)))).toBe(true)
  })
})

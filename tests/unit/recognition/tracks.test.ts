import { describe, expect, it } from 'vitest'
import type { PlateReading } from '../../../edge/ports/recognition.ts'
import { createPlateTracker } from '../../../edge/recognition/tracks.ts'

function plate(text: string, x: number, confidence = 0.9): PlateReading {
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
  }
}

describe('plates through the frames of a clip', () => {
  it('follows a vehicle that drives up, and lets the frames agree', () => {
    const tracker = createPlateTracker()
    for (const [index, text] of ['123ABC02', '128ABC02', '123ABC02', '123ABC02'].entries()) {
      tracker.add([plate(text, index * 40, index === 1 ? 0.3 : 0.9)])
    }
    expect(tracker.tracks()).toEqual([
      expect.objectContaining({ text: '123ABC02', frames: 4, accepted: true }),
    ])
  })

  it('keeps two vehicles side by side apart', () => {
    const tracker = createPlateTracker()
    for (let frame = 0; frame < 3; frame += 1) {
      tracker.add([plate('111AAA01', frame * 20), plate('222BBB02', 600 - frame * 20)])
    }
    expect(tracker.tracks().map(({ text, frames }) => [text, frames])).toEqual([
      ['111AAA01', 3],
      ['222BBB02', 3],
    ])
  })

  it('finds the same plate again after a wiper hid it', () => {
    const tracker = createPlateTracker()
    tracker.add([plate('111AAA01', 0)])
    for (let hidden = 0; hidden < 4; hidden += 1) tracker.add([])
    tracker.add([plate('111AAA01', 90)])
    expect(tracker.tracks()).toHaveLength(1)
  })

  it('takes a next vehicle at the same place for another, after a while', () => {
    const tracker = createPlateTracker()
    tracker.add([plate('111AAA01', 0)])
    for (let empty = 0; empty < 20; empty += 1) tracker.add([])
    tracker.add([plate('222BBB02', 0)])
    expect(tracker.tracks().map(({ text }) => text)).toEqual(['111AAA01', '222BBB02'])
  })

  it('leaves out what was read once and not accepted', () => {
    const tracker = createPlateTracker()
    tracker.add([plate('W4RN1NG', 0, 0.1)])
    expect(tracker.tracks()).toEqual([])
  })
})

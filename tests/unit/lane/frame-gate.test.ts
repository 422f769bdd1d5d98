import { describe, expect, it } from 'vitest'
import { createFrameGate, type GateView } from '../../../edge/lane/frame-gate.ts'
import type { FrameCaptured } from '../../../edge/ports/devices.ts'

const frame = (source: FrameCaptured['source']): FrameCaptured => ({
  type: 'FrameCaptured',
  picture: new Uint8Array(),
  mediaType: 'image/jpeg',
  at: 0,
  source,
  name: '',
})
const idle: GateView = { searching: false, loopOccupied: false, now: 0 }

describe('the frame gate', () => {
  it('lets pass all that the lane asked for, and single pictures', () => {
    const gate = createFrameGate()
    for (let now = 0; now < 5; now += 1) {
      expect(gate(frame('trigger'), { ...idle, now })).toBe('read')
      expect(gate(frame('folder'), { ...idle, now })).toBe('read')
    }
  })

  it('reads every frame of a stream while a plate is looked for', () => {
    const gate = createFrameGate()
    for (let now = 0; now < 5; now += 1) {
      expect(gate(frame('stream'), { searching: true, loopOccupied: true, now })).toBe('read')
    }
  })

  it('looks at one frame a second while the loop is free, and then only if something moved', () => {
    const gate = createFrameGate()
    const answers = Array.from({ length: 30 }, (_, i) => gate(frame('stream'), { ...idle, now: i * 100 }))
    expect(answers.filter((answer) => answer === 'ifMoved')).toHaveLength(3)
    expect(answers.filter((answer) => answer === 'leave')).toHaveLength(27)
  })

  it('opens at once when a plate is looked for, however short ago the last look was', () => {
    const gate = createFrameGate()
    gate(frame('stream'), { ...idle, now: 0 })
    expect(gate(frame('stream'), { ...idle, now: 100 })).toBe('leave')
    expect(gate(frame('stream'), { searching: true, loopOccupied: true, now: 101 })).toBe('read')
  })

  it('without a loop, or while nothing is known of it, motion alone opens it', () => {
    const gate = createFrameGate()
    for (let now = 0; now < 5; now += 1) {
      expect(gate(frame('stream'), { searching: false, loopOccupied: undefined, now })).toBe('ifMoved')
    }
  })
})

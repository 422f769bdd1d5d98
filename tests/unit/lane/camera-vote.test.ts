import { describe, expect, it } from 'vitest'
import { createPlateAgreement, plateReadData, type Sighting } from '../../../edge/lane/identification.ts'
import type { PlateReported } from '../../../edge/ports/devices.ts'
import type { Journal } from '../../../edge/ports/journal.ts'
import type { PlateRecogniser } from '../../../edge/ports/recognition.ts'

const report = (text: string, confidence: number | null = 1): PlateReported => ({
  type: 'PlateReported',
  text,
  country: 'unknown',
  confidence,
  takenAt: null,
  at: 0,
})

function sighting(text: string, confidence: number): Sighting {
  const corners = [
    [0, 0],
    [100, 0],
    [100, 20],
    [0, 20],
  ] as const
  const accepted = confidence > 0.8
  const plate = { text, country: 'KZ', confidence, accepted, characters: [], corners }
  const picture = new Uint8Array()
  const frame = {
    type: 'FrameCaptured',
    picture,
    mediaType: 'image/jpeg',
    at: 0,
    source: 'stream',
    name: 'a',
  } as const
  const ms = { decode: 0, detect: 0, read: 0, total: 0 }
  return { frame, plate, picture: { plates: [plate], width: 1, height: 1, ms } }
}

describe("a camera's own reading", () => {
  it('is never accepted by itself, however sure the camera is and however often it says so', () => {
    const agreement = createPlateAgreement()
    for (let again = 0; again < 20; again += 1) agreement.vote(report('123ABC02'))
    expect(agreement.certain()).toBe(false)
    expect(agreement.settle()).toMatchObject({
      frame: null,
      reading: { text: '123ABC02', country: 'KZ', accepted: false },
    })
  })

  it('is recorded with the source camera and without a picture', async () => {
    const agreement = createPlateAgreement()
    agreement.vote(report('123ABC02', null))
    const settled = agreement.settle()
    const deps = { journal: {} as Journal, recogniser: {} as PlateRecogniser }
    expect(settled && (await plateReadData(settled, deps))).toEqual({
      part: 'vehicle',
      text: '123ABC02',
      country: 'KZ',
      confidence: 0.5,
      accepted: false,
      source: 'camera',
    })
  })

  it('raises the confidence of a reading that it agrees with, and lowers that of another', () => {
    const settled = (vote: string | null) => {
      const agreement = createPlateAgreement()
      if (vote !== null) agreement.vote(report(vote))
      agreement.add(sighting('123ABC02', 0.7))
      return agreement.settle()?.reading
    }
    const alone = settled(null)?.confidence ?? 0
    expect(settled('123ABC02')?.confidence).toBeGreaterThan(alone)
    expect(settled('128ABC02')).toMatchObject({ text: '123ABC02' })
    expect(settled('128ABC02')?.confidence).toBeLessThan(alone)
  })

  it('does not lend acceptance to a frame that was not certain', () => {
    const agreement = createPlateAgreement()
    agreement.vote(report('123ABC02'))
    expect(agreement.add(sighting('123ABC02', 0.7))).toBeNull()
    expect(agreement.settle()?.reading.accepted).toBe(false)
  })

  it('gives way to a certain frame, be it of the same text, with its picture', () => {
    const agreement = createPlateAgreement()
    agreement.vote(report('123ABC02'))
    agreement.settle()
    expect(agreement.add(sighting('123ABC02', 0.95))).toMatchObject({
      frame: { name: 'a' },
      reading: { accepted: true },
    })
  })
})

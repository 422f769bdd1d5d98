import { describe, expect, it } from 'vitest'
import { createPlateAgreement, type Sighting, sight } from '../../../edge/lane/identification.ts'
import type { FrameCaptured } from '../../../edge/ports/devices.ts'
import { AyaldamaError } from '../../../edge/ports/errors.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import type { PlateReading, PlateRecogniser } from '../../../edge/ports/recognition.ts'

const ms = { decode: 0, detect: 0, read: 0, total: 0 }

function plate(text: string, confidence: number, width = 100): PlateReading {
  return {
    text,
    country: 'KZ',
    confidence,
    accepted: confidence > 0.8,
    characters: [...text].map(() => confidence),
    corners: [
      [0, 0],
      [width, 0],
      [width, 20],
      [0, 20],
    ],
  }
}

function frame(name: string): FrameCaptured {
  return {
    type: 'FrameCaptured',
    picture: new Uint8Array(),
    mediaType: 'image/jpeg',
    at: 0,
    source: 'trigger',
    name,
  }
}

function sighting(name: string, reading: PlateReading | null): Sighting {
  const plates = reading ? [reading] : []
  return { frame: frame(name), plate: reading, picture: { plates, width: 1, height: 1, ms } }
}

function recogniser(answer: () => Promise<readonly PlateReading[]>): PlateRecogniser {
  return {
    readPlates: async () => ({ plates: await answer(), width: 1, height: 1, ms }),
    cropPlate: async () => new Uint8Array(),
    close: async () => {},
  }
}

describe('agreement over the frames of one vehicle', () => {
  it('publishes as soon as it is certain, with the frame that shows it', () => {
    const agreement = createPlateAgreement()
    expect(agreement.add(sighting('far', plate('12ABC02', 0.3)))).toBeNull()
    expect(agreement.certain()).toBe(false)
    const published = agreement.add(sighting('near', plate('123ABC02', 0.99)))
    expect(published).toMatchObject({ reading: { text: '123ABC02' }, frame: { name: 'near' } })
    expect(agreement.certain()).toBe(true)
  })

  it('says nothing again while it reads the same', () => {
    const agreement = createPlateAgreement()
    agreement.add(sighting('a', plate('123ABC02', 0.99)))
    expect(agreement.add(sighting('b', plate('123ABC02', 0.99)))).toBeNull()
  })

  it('corrects at most once', () => {
    const agreement = createPlateAgreement()
    const texts: string[] = []
    // Each reading comes often enough to push the one before it out of the frames that are kept.
    for (const text of ['111AAA01', '222BBB02', '333CCC03']) {
      for (let again = 0; again < 20; again += 1) {
        const published = agreement.add(sighting(text, plate(text, 0.99)))
        if (published) texts.push(published.reading.text)
      }
    }
    expect(texts).toEqual(['111AAA01', '222BBB02'])
  })

  it('one doubtful frame alone is not certain, a second that says the same makes it so', () => {
    const doubtful = { ...plate('123ABC02', 0.4), accepted: true }
    const agreement = createPlateAgreement()
    expect(agreement.add(sighting('a', doubtful))).toBeNull()
    expect(agreement.add(sighting('b', doubtful))).toMatchObject({
      reading: { text: '123ABC02', accepted: true },
    })
  })

  it('an uncertain plate that was recorded when time was up is recorded once more when it is certain', () => {
    const agreement = createPlateAgreement()
    agreement.add(sighting('a', plate('123ABC02', 0.4)))
    expect(agreement.settle()?.reading.accepted).toBe(false)
    expect(agreement.add(sighting('b', plate('123ABC02', 0.99)))?.reading.accepted).toBe(true)
    expect(agreement.add(sighting('c', plate('123ABC02', 0.99)))).toBeNull()
  })

  it('the vehicle behind, of which the plate is smaller, does not mix with the one at the line', () => {
    const agreement = createPlateAgreement()
    const behind = {
      ...plate('999ZZZ09', 0.99),
      corners: [
        [600, 0],
        [640, 0],
        [640, 8],
        [600, 8],
      ],
    } as const
    const texts: string[] = []
    for (let index = 0; index < 6; index += 1) {
      const plates = [behind, plate('123ABC02', 0.7)]
      const published = agreement.add({
        frame: frame(String(index)),
        plate: plates[1] ?? null,
        picture: { plates, width: 640, height: 480, ms },
      })
      if (published) texts.push(published.reading.text)
    }
    expect(texts).toEqual([])
    expect(agreement.settle()?.reading.text).toBe('123ABC02')
  })

  it('gives what it has when time is up, and only once', () => {
    const agreement = createPlateAgreement()
    agreement.add(sighting('a', plate('123ABC02', 0.4)))
    expect(agreement.settle()?.reading).toMatchObject({ text: '123ABC02', accepted: false })
    expect(agreement.settle()).toBeNull()
  })

  it('knows nothing where no plate was seen', () => {
    const agreement = createPlateAgreement()
    agreement.add(sighting('a', null))
    expect(agreement.settle()).toBeNull()
  })
})

describe('a frame with several plates', () => {
  it('stands for the nearest vehicle that can be read', async () => {
    const plates = [plate('FAR1', 0.9, 40), plate('NEAR1', 0.9, 200), plate('', 0.99, 400)]
    const seen = await sight(
      frame('a'),
      'lane-1',
      recogniser(async () => plates),
      silentLog,
    )
    expect(seen?.plate?.text).toBe('NEAR1')
  })

  it.each(['recognition.busy', 'recognition.still'] as const)(
    'is left out without a word on %s',
    async (code) => {
      const words: unknown[] = []
      const log = { ...silentLog, warn: (fields: unknown) => words.push(fields) }
      const refusing = recogniser(async () => {
        throw new AyaldamaError(code, 'lane-1')
      })
      expect(await sight(frame('a'), 'lane-1', refusing, log)).toBeNull()
      expect(words).toEqual([])
    },
  )

  it('is left out where a newer one took its place', async () => {
    const busy = recogniser(async () => {
      throw new AyaldamaError('recognition.busy', 'lane-1')
    })
    expect(await sight(frame('a'), 'lane-1', busy, silentLog)).toBeNull()
  })
})

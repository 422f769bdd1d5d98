import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fusePlateReads, type PlateRead } from '../../../edge/domain/identity/fusion.ts'
import { createPlateAgreement } from '../../../edge/lane/identification.ts'
import type { PlateReading } from '../../../edge/ports/recognition.ts'

const seed = 20261124
/** Round values make ties, others sums that depend on their order. */
const share = fc.oneof(fc.constantFrom(0.25, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }))
/** Texts that differ by little, so that they compete: signs that readers confuse, and one outside ASCII. */
const text = fc.oneof(
  fc.constantFrom('123ABC01', '128ABC01', 'I23ABC01', '123ABC0I', '123A8C01', '23ABC01', '京A12345', ''),
  fc
    .array(fc.constantFrom('0', 'O', '1', 'I', '8', 'B', '京', '𐒻'), { maxLength: 5 })
    .map((signs) => signs.join('')),
)

const read: fc.Arbitrary<PlateRead> = fc
  .record({
    text,
    country: fc.constantFrom('KZ', 'KG', 'CN', 'unknown'),
    confidence: share,
    accepted: fc.boolean(),
    sharpness: share,
    left: fc.integer({ min: 0, max: 400 }),
    width: fc.integer({ min: 20, max: 300 }),
    certainty: share,
  })
  .map(({ left, width, certainty, ...rest }) => ({
    ...rest,
    characters: [...rest.text].map((_, i) => (certainty * (i + 1)) / 8),
    corners: [
      [left, 0],
      [left + width, 0],
      [left + width, width / 5],
      [left, width / 5],
    ],
  }))

const reads = fc.array(read, { maxLength: 12 })

describe('agreement over frames, whatever they say', () => {
  it('does not depend on the order of the frames', () => {
    const shuffled = reads.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(fusePlateReads(other)).toEqual(fusePlateReads(all))
      }),
      { seed, numRuns: 500 },
    )
  })

  it('writes no sign that no frame saw in its place: a format changes nothing', () => {
    fc.assert(
      fc.property(reads, (all) => {
        const fused = fusePlateReads(all)
        if (fused === null) return
        const signs = [...fused.text]
        const voters = all.map((one) => [...one.text]).filter((of) => of.length === signs.length)
        for (const [i, sign] of signs.entries()) expect(voters.map((of) => of[i])).toContain(sign)
      }),
      { seed, numRuns: 500 },
    )
  })

  it('frames that all say the same are taken at their word, format or not', () => {
    fc.assert(
      fc.property(fc.array(read, { minLength: 1, maxLength: 6 }), text, (all, same) => {
        fc.pre(same !== '' && all.some(({ confidence }) => confidence > 0.01))
        expect(fusePlateReads(all.map((one) => ({ ...one, text: same })))?.text).toBe(same)
      }),
      { seed, numRuns: 300 },
    )
  })

  it('is between 0 and 1, and accepts only what a frame read whole and accepted while no other says otherwise', () => {
    fc.assert(
      fc.property(reads, (all) => {
        const fused = fusePlateReads(all)
        if (fused === null) return
        expect(fused.confidence).toBeGreaterThanOrEqual(0)
        expect(fused.confidence).toBeLessThanOrEqual(1)
        const accepted = all.filter((one) => one.accepted && one.text !== '' && one.confidence > 1e-6)
        if (fused.accepted) expect(fused.country).not.toBe('unknown')
        if (fused.accepted) expect(new Set(accepted.map((one) => one.text))).toEqual(new Set([fused.text]))
      }),
      { seed, numRuns: 500 },
    )
  })

  it('is published at most twice: once, and one correction', () => {
    const frames = fc.array(fc.tuple(fc.array(read, { maxLength: 3 }), fc.boolean()), { maxLength: 40 })
    const ms = { decode: 0, detect: 0, read: 0, total: 0 }
    fc.assert(
      fc.property(frames, (all) => {
        const agreement = createPlateAgreement()
        const published: string[] = []
        for (const [seen, timeIsUp] of all) {
          const plates = seen as readonly PlateReading[]
          const frame = {
            type: 'FrameCaptured',
            picture: new Uint8Array(),
            mediaType: 'image/jpeg',
            at: 0,
            source: 'stream',
            name: '',
          } as const
          const picture = { plates, width: 640, height: 480, ms }
          const now = agreement.add({ frame, picture, plate: plates[0] ?? null })
          if (now) published.push(`${now.reading.text} ${now.reading.accepted}`)
          const last = timeIsUp ? agreement.settle() : null
          if (last) published.push(`${last.reading.text} ${last.reading.accepted}`)
        }
        expect(published.length).toBeLessThanOrEqual(2)
        expect(new Set(published).size).toBe(published.length)
      }),
      { seed, numRuns: 300 },
    )
  })
})

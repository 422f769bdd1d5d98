import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tilesOf } from '../../../edge/recognition/tiles.ts'

const size = [640, 480] as const
const at = (x: number, y: number, score: number) => ({
  corners: [
    [x, y],
    [x + 8, y],
    [x + 8, y + 4],
    [x, y + 4],
  ] as const,
  score,
})

describe('a second look in parts', () => {
  it.each([
    [640, 480],
    [1280, 720],
    [1280, 960],
  ])('a picture of %i × %i was seen large enough', (width, height) => {
    expect(tilesOf({ width, height }, size, [])).toEqual([])
  })

  it('a plate of up to 160 px is whole in some part, wherever it stands', () => {
    const picture = fc.record({
      width: fc.integer({ min: 1700, max: 4000 }),
      height: fc.integer({ min: 1300, max: 3000 }),
    })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        picture,
        share,
        share,
        fc.integer({ min: 50, max: 160 }),
        ({ width, height }, x, y, wide) => {
          const left = x * (width - wide)
          const top = y * (height - wide / 4)
          const whole = tilesOf({ width, height }, size, []).filter(
            ({ region }) =>
              region.left <= left &&
              region.top <= top &&
              region.left + region.width >= left + wide &&
              region.top + region.height >= top + wide / 4,
          )
          expect(whole.length).toBeGreaterThan(0)
        },
      ),
      { seed: 20261124, numRuns: 500 },
    )
  })

  it('neighbours overlap by the widest plate, at every width of the picture', () => {
    for (let width = 1700; width <= 4000; width += 1) {
      const lefts = [...new Set(tilesOf({ width, height: 1300 }, size, []).map(({ region }) => region.left))]
      const steps = lefts.toSorted((a, b) => a - b).map((left, i, all) => (all[i + 1] ?? left) - left)
      expect(Math.max(...steps)).toBeLessThanOrEqual(1280 - 160)
    }
  })

  it('no part reaches beyond the picture, and their number is bounded', () => {
    for (const [width, height] of [
      [1920, 1080],
      [4000, 3000],
      [6000, 500],
      [960, 1700],
      [8000, 5000],
    ] as const) {
      const tiles = tilesOf({ width, height }, size, [])
      expect(tiles.length).toBeGreaterThan(0)
      expect(tiles.length).toBeLessThanOrEqual(16)
      for (const { region } of tiles) {
        expect(region.left).toBeGreaterThanOrEqual(0)
        expect(region.top).toBeGreaterThanOrEqual(0)
        expect(region.left + region.width).toBeLessThanOrEqual(width)
        expect(region.top + region.height).toBeLessThanOrEqual(height)
      }
    }
  })

  it('parts with the strongest hint come first', () => {
    const tiles = tilesOf({ width: 4000, height: 3000 }, size, [at(3500, 2500, 0.1), at(300, 2600, 0.2)])
    expect(tiles[0]).toMatchObject({ region: { left: 0 }, hint: 0.2 })
    expect(tiles.map(({ hint }) => hint)).toEqual(tiles.map(({ hint }) => hint).toSorted((a, b) => b - a))
    expect(tiles.filter(({ hint }) => hint === 0.1).length).toBeGreaterThan(0)
  })
})

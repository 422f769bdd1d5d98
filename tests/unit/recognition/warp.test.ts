import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Corners } from '../../../edge/domain/crossing/events.ts'
import { boundsOf, expandQuad, overlapOf, quadSize } from '../../../edge/domain/identity/plate/quad.ts'
import { homographyTo, type RawPicture, warpQuad } from '../../../edge/recognition/warp.ts'

/** Red grows to the right, green downwards, by one a pixel. */
function ramp(width: number, height: number): RawPicture {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([x, y, 7], (y * width + x) * 3)
  }
  return { data, width, height }
}

function warped(picture: RawPicture, quad: Corners, width: number, height: number): number[][] {
  const pixels: number[][] = []
  warpQuad(picture, quad, width, height, (index, r, g, b) => {
    pixels[index] = [r, g, b]
  })
  return pixels
}

describe('homography', () => {
  const coordinate = fc.double({ min: -20, max: 20, noNaN: true })
  const shift = fc.tuple(coordinate, coordinate)

  it('takes the corners of the rectangle to the corners of the quad', () => {
    fc.assert(
      fc.property(fc.tuple(shift, shift, shift, shift), (shifts) => {
        const base = [
          [0, 0],
          [160, 0],
          [160, 60],
          [0, 60],
        ] as const
        const quad = base.map(([x, y], i) => [x + (shifts[i]?.[0] ?? 0), y + (shifts[i]?.[1] ?? 0)])
        const h = homographyTo(quad as unknown as Corners, 160, 48)
        expect(h).not.toBeNull()
        if (h === null) return
        for (const [i, [u, v]] of (
          [
            [0, 0],
            [160, 0],
            [160, 48],
            [0, 48],
          ] as const
        ).entries()) {
          const w = h[6] * u + h[7] * v + 1
          expect((h[0] * u + h[1] * v + h[2]) / w).toBeCloseTo(quad[i]?.[0] ?? Number.NaN, 5)
          expect((h[3] * u + h[4] * v + h[5]) / w).toBeCloseTo(quad[i]?.[1] ?? Number.NaN, 5)
        }
      }),
    )
  })

  it('a quad without area has none', () => {
    expect(
      homographyTo(
        [
          [1, 1],
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        10,
        10,
      ),
    ).toBeNull()
  })
})

describe('warp', () => {
  const picture = ramp(64, 48)

  it('a rectangle of the same size is cut out as it is', () => {
    const pixels = warped(
      picture,
      [
        [9.5, 4.5],
        [13.5, 4.5],
        [13.5, 6.5],
        [9.5, 6.5],
      ],
      4,
      2,
    )
    expect(pixels.map((pixel) => pixel.map((value) => Number(value.toFixed(6))))).toEqual([
      [10, 5, 7],
      [11, 5, 7],
      [12, 5, 7],
      [13, 5, 7],
      [10, 6, 7],
      [11, 6, 7],
      [12, 6, 7],
      [13, 6, 7],
    ])
  })

  it('a quad whose first corner lies at the right top is turned', () => {
    const [first] = warped(
      picture,
      [
        [20, 10],
        [20, 20],
        [10, 20],
        [10, 10],
      ],
      5,
      5,
    )
    expect(first?.[0]).toBeCloseTo(19)
    expect(first?.[1]).toBeCloseTo(11)
  })

  it('shrinking averages what it leaves out', () => {
    const data = new Uint8Array(40 * 4 * 3)
    for (let i = 0; i < 160; i++) if (i % 2 === 0) data.set([200, 200, 200], i * 3)
    const stripes = { data, width: 40, height: 4 }
    for (const [value] of warped(
      stripes,
      [
        [-0.5, -0.5],
        [39.5, -0.5],
        [39.5, 3.5],
        [-0.5, 3.5],
      ],
      10,
      4,
    )) {
      expect(value).toBeGreaterThan(80)
      expect(value).toBeLessThan(120)
    }
  })

  it('beyond the picture its edge repeats', () => {
    const pixels = warped(
      picture,
      [
        [-50, -50],
        [-10, -50],
        [-10, -10],
        [-50, -10],
      ],
      2,
      2,
    )
    expect(pixels).toEqual([
      [0, 0, 7],
      [0, 0, 7],
      [0, 0, 7],
      [0, 0, 7],
    ])
  })

  it('a quad without area gives black, never an error', () => {
    expect(
      warped(
        picture,
        [
          [5, 5],
          [5, 5],
          [5, 5],
          [5, 5],
        ],
        1,
        1,
      ),
    ).toEqual([[0, 0, 0]])
  })
})

describe('quads', () => {
  const square: Corners = [
    [10, 10],
    [20, 10],
    [20, 20],
    [10, 20],
  ]

  it('grow by shares of their edges', () => {
    expect(expandQuad(square, 0.1, 0.2)).toEqual([
      [9, 8],
      [21, 8],
      [21, 22],
      [9, 22],
    ])
    expect(expandQuad(square, 0, 0)).toEqual(square)
  })

  it('have a mean size and bounds', () => {
    expect(
      quadSize([
        [0, 0],
        [30, 0],
        [30, 10],
        [0, 20],
      ]).height,
    ).toBe(15)
    expect(
      boundsOf([
        [3, 1],
        [9, 2],
        [8, 7],
        [2, 6],
      ]),
    ).toEqual([2, 1, 9, 7])
  })

  it('overlap by intersection over union', () => {
    expect(overlapOf([0, 0, 10, 10], [0, 0, 10, 10])).toBe(1)
    expect(overlapOf([0, 0, 10, 10], [5, 0, 15, 10])).toBeCloseTo(1 / 3)
    expect(overlapOf([0, 0, 10, 10], [10, 0, 20, 10])).toBe(0)
  })
})

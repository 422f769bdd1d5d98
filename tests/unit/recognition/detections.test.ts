import { describe, expect, it } from 'vitest'
import { type Detection, findPeaks, suppress } from '../../../edge/recognition/detections.ts'
import { fillLetterbox, letterbox, type Region } from '../../../edge/recognition/letterbox.ts'
import type { RawPicture } from '../../../edge/recognition/warp.ts'

function maps(rows: number, columns: number, peaks: Readonly<Record<number, number>>) {
  const cells = rows * columns
  const heat = new Float32Array(cells)
  const corners = new Float32Array(8 * cells)
  const offsets = [-40, -10, 40, -10, 40, 10, -40, 10]
  for (const [cell, score] of Object.entries(peaks)) {
    heat[Number(cell)] = score
    for (const [i, offset] of offsets.entries()) corners[i * cells + Number(cell)] = offset
  }
  return { heat, corners, rows, columns }
}

function detection(x: number, score: number): Detection {
  return {
    corners: [
      [x, 0],
      [x + 40, 0],
      [x + 40, 10],
      [x, 10],
    ],
    score,
  }
}

describe('letterbox', () => {
  it('a wide picture gets bars above and below, a tall one at its sides', () => {
    expect(letterbox({ width: 1280, height: 720 }, [640, 480])).toMatchObject({
      scale: 0.5,
      innerWidth: 640,
      innerHeight: 360,
      left: 0,
      width: 640,
      height: 384,
      top: 12,
    })
    expect(letterbox({ width: 480, height: 960 }, [640, 480])).toMatchObject({
      scale: 0.5,
      innerWidth: 240,
      innerHeight: 480,
      width: 256,
      height: 480,
      left: 8,
      top: 0,
    })
  })

  it('a small picture is enlarged', () => {
    expect(letterbox({ width: 320, height: 240 }, [640, 480])).toMatchObject({ scale: 2, left: 0, top: 0 })
  })

  it('the input is the smallest that holds the picture: bars cost time', () => {
    for (const [width, height] of [
      [1280, 720],
      [4000, 3000],
      [480, 960],
      [333, 777],
    ] as const) {
      const box = letterbox({ width, height }, [640, 480])
      expect([box.width % 32, box.height % 32]).toEqual([0, 0])
      expect(Math.max(box.width - box.innerWidth, box.height - box.innerHeight)).toBeLessThan(32)
      expect(box.width).toBeLessThanOrEqual(640)
      expect(box.height).toBeLessThanOrEqual(480)
    }
  })

  /** Planes of a letterbox, rounded, after rubbish of an earlier picture. */
  function planes(picture: RawPicture, size: readonly [number, number], part?: Region) {
    const box = letterbox(part ?? picture, size)
    const plane = box.width * box.height
    const tensor = new Float32Array(3 * plane).fill(Number.NaN)
    fillLetterbox(box, picture, 51, tensor)
    const at = (colour: number, x: number, y: number) =>
      Number((tensor[colour * plane + y * box.width + x] ?? Number.NaN).toFixed(3))
    return { box, at, tensor }
  }

  /** Red grows to the right, green downwards, by one a pixel. */
  function ramp(width: number, height: number): RawPicture {
    const data = new Uint8Array(width * height * 3)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) data.set([x, y, 255], (y * width + x) * 3)
    return { data, width, height }
  }

  it('holds the planes R, G, B of the picture as it stands, and the pad level around', () => {
    const { at, tensor } = planes(ramp(64, 40), [64, 64])
    expect([at(0, 10, 12), at(1, 10, 12), at(2, 10, 12)]).toEqual([0.039, 0, 1])
    expect([at(0, 63, 51), at(1, 63, 51)]).toEqual([0.247, 0.153])
    expect([at(0, 10, 11), at(1, 63, 52), at(2, 0, 63)]).toEqual([0.2, 0.2, 0.2])
    expect(tensor.some(Number.isNaN)).toBe(false)
  })

  it.each([2, 3, 4, 1.5, 0.5])('a picture %s times as large is shrunk without a shift', (times) => {
    const { at } = planes(ramp(64 * times, 64 * times), [64, 64])
    // The middle of an input px lies at (x + ½) × times of the picture, whose px have their middles at ½.
    const expected = (x: number) => ((x + 0.5) * times - 0.5) / 255
    for (const x of [5, 31, 60]) {
      expect(Math.abs(at(0, x, 9) - expected(x))).toBeLessThan(0.5 / 255 + 0.001)
      expect(Math.abs(at(1, 9, x) - expected(x))).toBeLessThan(0.5 / 255 + 0.001)
    }
  })

  it.each([0, 1, 2])(
    'a picture of twice the size gives means of four px, at %s bytes from a word',
    (shift) => {
      const [width, height] = [128, 64]
      const data = new Uint8Array(4 + width * height * 3).subarray(shift, shift + width * height * 3)
      for (const i of data.keys()) data[i] = (i * i * 31 + (i >> 3)) & 255
      const { at } = planes({ data, width, height }, [64, 32])
      for (const [colour, x, y] of [
        [0, 0, 0],
        [1, 1, 3],
        [2, 30, 17],
        [0, 31, 8],
        [1, 62, 31],
        [2, 63, 31],
      ] as const) {
        const sum = [0, 1].flatMap((down) =>
          [0, 1].map((across) => data[((2 * y + down) * width + 2 * x + across) * 3 + colour] ?? Number.NaN),
        )
        expect(at(colour, x, y)).toBeCloseTo(sum.reduce((a, b) => a + b) / 4 / 255, 2)
      }
    },
  )

  it('a part of a picture is seen as if it were cut out, and its plates stand where they are', () => {
    const part = { left: 100, top: 60, width: 64, height: 64 }
    const { box, at } = planes(ramp(250, 200), [64, 64], part)
    expect([at(0, 0, 0), at(1, 0, 0), at(0, 63, 63)]).toEqual([0.392, 0.235, 0.639])
    const [found] = findPeaks(maps(8, 8, { 9: 0.9 }), box, 8, 0.25)
    expect(found?.corners[0]).toEqual([100 + 12 - 40, 60 + 12 - 10])
  })
})

describe('peaks', () => {
  it('corners come back in px of the picture, scale and bars taken out', () => {
    const box = letterbox({ width: 1280, height: 720 }, [640, 480])
    const [found, ...rest] = findPeaks(maps(48, 80, { [24 * 80 + 40]: 0.9 }), box, 8, 0.25)
    // Middle of cell 40, 24: 324, 196 in the input, (196 - 12) × 2 = 368 down in the picture.
    expect(found?.corners).toEqual([
      [568, 348],
      [728, 348],
      [728, 388],
      [568, 388],
    ])
    expect(found?.score).toBeCloseTo(0.9)
    expect(rest).toEqual([])
  })

  it('only heat above the threshold counts', () => {
    const box = letterbox({ width: 640, height: 480 }, [640, 480])
    expect(findPeaks(maps(60, 80, { 7: 0.25, 9: 0.26 }), box, 8, 0.25)).toHaveLength(1)
  })

  it('corners that are no numbers are no plate', () => {
    const box = letterbox({ width: 640, height: 480 }, [640, 480])
    const broken = maps(60, 80, { 7: 0.9 })
    broken.corners[7] = Number.NaN
    expect(findPeaks(broken, box, 8, 0.25)).toEqual([])
  })
})

describe('suppression', () => {
  it('keeps the best of those that overlap', () => {
    const kept = suppress([detection(0, 0.5), detection(4, 0.9), detection(100, 0.3)], 0.3, 9)
    expect(kept.map(({ score }) => score)).toEqual([0.9, 0.3])
  })

  it('keeps neighbours that overlap less', () => {
    expect(suppress([detection(0, 0.5), detection(30, 0.9)], 0.3, 9)).toHaveLength(2)
  })

  it('keeps a bounded number', () => {
    expect(suppress([detection(0, 0.5), detection(100, 0.9), detection(200, 0.3)], 0.3, 2)).toHaveLength(2)
  })
})
